"""Looking at what time ends: the next step by the rule, in one transaction with what follows from it.

Activity writes nothing to a watch. A look finds out by itself that something was done since, and waits anew; so
nothing has to be called off, and nobody pays for it but a job, once in a while.
"""

from datetime import datetime

from chalicelib.cloud.table import Change, RowKind
from chalicelib.conflicts import retry_on_conflict
from chalicelib.outbox.actions import let_go, release
from chalicelib.portal.terms import Term
from chalicelib.retention import rules
from chalicelib.retention.actions.case import Case
from chalicelib.retention.actions.undelivered import letters_of
from chalicelib.retention.model import End, Letters, Notice, Notify, Step, Wait, Watch
from chalicelib.retention.storage import delete_watch, notice_key, put_watch, set_watch, watch_key, watch_of
from chalicelib.services import Services


def watch_over(change: Change, account: str, about: str, kind: str, look_at: datetime) -> None:
    """Watch something from now on, in the change that makes it what it is."""
    set_watch(change, Watch(account=account, about=about, command=change.idempotency_token, kind=kind, look_at=look_at))


def watch_instead(services: Services, change: Change, account: str, about: str, kind: str, look_at: datetime) -> None:
    """Watch something for another reason from now on: what was announced of it before is awaited no more."""
    before = watch_of(services.table.get(watch_key(account, about)))
    let_go(change, (each.letter for each in before.notices) if before else ())
    watch_over(change, account, about, kind, look_at)


@retry_on_conflict
def watch_by(services: Services, account: str, about: str, kind: str, case: Case) -> bool:
    """Watch something by the policy of today, if that wants it looked at sooner; return whether it did."""
    at, change = first_look(services, case.since, case.term), Change(services.ids.new())
    watch = watch_of(services.table.get(watch_key(account, about)))
    if watch is None:
        watch_over(change, account, about, kind, at)
    elif watch.look_at > at and not watch.notices:
        put_watch(change, watch.replace(look_at=at))
    else:
        return False
    services.table.commit(change)
    return True


def watch_on(change: Change, watch: Watch, look_at: datetime | None) -> None:
    """Note, in the change, that what was due by now is done, and when there is more: never, where that is None."""
    change.once(notice_key(watch, 0, watch.look_at))
    if look_at:
        put_watch(change, watch.replace(look_at=look_at))
    else:
        delete_watch(change, watch)


def first_look(services: Services, since: datetime, term: Term) -> datetime:
    """Return when there is something to be done for the first time, if nobody does anything."""
    zone = services.portal.zone
    ends_at = term.kept.after(since, zone)
    return term.notices[0].before(ends_at, zone) if term.notices else ends_at


def look(services: Services, watch: Watch, case: Case, now: datetime) -> bool:
    """Do what is due, and return whether that was something; raise Conflict where someone was faster."""
    letters = letters_of(services, watch.notices)
    notices = rules.as_sent(rules.valid(watch.notices, case.since), letters)
    seen = watch.replace(notices=notices, undelivered_at=_undelivered_at(watch, notices, letters, now))
    change = Change(services.ids.new())
    step = _step(services, seen, case, letters, now)
    if isinstance(step, End):
        let_go(change, letters)
    else:
        _release(services, change, notices, letters)
    match step:
        case Wait(until):
            put_watch(change, seen.replace(look_at=until))
        case Notify():
            put_watch(change, _announced(services, change, seen, case, step, now))
        case End():
            _end(services, change, seen, case, now)
    services.table.commit(change)
    return not isinstance(step, Wait)


def forget(services: Services, watch: Watch) -> bool:
    """Watch something no more that is no longer there, or has become something else: nothing is done with it."""
    change = Change(services.ids.new())
    delete_watch(change, watch)
    let_go(change, (each.letter for each in watch.notices))
    services.table.commit(change)
    return False


def _release(services: Services, change: Change, notices: tuple[Notice, ...], letters: Letters) -> None:
    """Let go of the letters of notices that something voided: their reader still sees that they came."""
    kept = {each.letter for each in notices}
    for letter in letters.values():
        if letter and letter.id not in kept:
            release(services, change, letter)


def _step(services: Services, watch: Watch, case: Case, letters: Letters, now: datetime) -> Step:
    zone, again = services.portal.zone, services.portal.policies.retention.look_again
    step = rules.next_step(case.since, watch.notices, case.term, now, zone)
    if isinstance(step, Wait):
        return step
    if case.is_held() or (isinstance(step, End) and not rules.are_settled(watch.notices, letters)):
        return Wait(again.after(now, zone))
    return step


def _undelivered_at(watch: Watch, notices: tuple[Notice, ...], letters: Letters, now: datetime) -> datetime | None:
    return (watch.undelivered_at or now) if rules.undelivered(notices, letters) else None


def _announced(services: Services, change: Change, watch: Watch, case: Case, step: Notify, now: datetime) -> Watch:
    """Return the watch with one notice more; what became of its letter is looked at once that must be known."""
    case.require(change)
    nonce = services.ids.secret()
    letter = case.tell(services, change, case.proof(nonce), step.ends_at, now)
    change.once(notice_key(watch, step.number, case.since))
    notice = Notice(since=case.since, sent_at=now, letter=letter, nonce=nonce)
    known = now + services.portal.policies.mail.give_up
    return watch.replace(notices=(*watch.notices, notice), look_at=known)


def _end(services: Services, change: Change, watch: Watch, case: Case, now: datetime) -> None:
    left = case.end(services, change, watch, now)
    if left:
        put_watch(change, left)
    else:
        delete_watch(change, watch)


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "NOTICE#<about...>#<kind>#<number>#<since>",
        "A notice that was sent, or a review that was done: makes each happen once.",
        None,
        (watch_on, _announced),
    ),
)
