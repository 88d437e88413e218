"""What time brings until a day: who gets which mail in which language, what ends, and why. Nothing is touched."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import retain
from chalicelib.accounts.actions.retain import Holds, Retained
from chalicelib.accounts.storage import ACCOUNT, UNACTIVATED, parse_account
from chalicelib.applications.actions import drafts, remind
from chalicelib.applications.actions.drafts import Draft
from chalicelib.applications.rules.questions import next_reminder
from chalicelib.applications.storage import PREFIX, parse_application
from chalicelib.cloud.table import Key
from chalicelib.portal.text import Language
from chalicelib.retention.actions.look import watch_by
from chalicelib.retention.actions.undelivered import emails_of
from chalicelib.retention.model import Notify
from chalicelib.retention.rules import forecast, undelivered, valid
from chalicelib.retention.storage import PREFIX as WATCH
from chalicelib.retention.storage import watch_key, watch_of
from chalicelib.services import Services

ACCOUNT_OF = "ACCOUNT#"
MAILS_OR_NOTHING = ("announce", "remind", "send", "hold")


class Coming(NamedTuple):
    """One thing. `does` says what happens, such as `remove`; `mail` names the mail that goes with it, if any does."""

    at: datetime
    does: str
    mail: str | None
    to: str
    language: Language | None
    why: str


def watched(services: Services, until: datetime) -> Iterator[Key]:
    """Yield what is watched and is due by then: the keys of accounts and applications."""
    for kind in (retain.ACCOUNTS, drafts.DRAFTS):
        for key in services.table.due(kind, until):
            yield Key(key.pk, key.sk.removeprefix(WATCH))


def endings(
    services: Services, keys: Iterable[Key], holds: Iterable[Holds], now: datetime, until: datetime
) -> Iterator[Coming]:
    """Yield what comes to these accounts and drafts by the policies that the services have."""
    for key in keys:
        case = _case(services, key, tuple(holds))
        if case:
            yield from _of_case(services, key, case, now, until)


def watch_all(services: Services, keys: Iterable[Key]) -> int:
    """Watch all of these by the policies of today; return how many were not, or would have been looked at too late."""
    done = 0
    for key in keys:
        case = _case(services, key)
        kind = drafts.DRAFTS if isinstance(case, Draft) else retain.ACCOUNTS
        done += bool(case and watch_by(services, case.account.id, key.sk, kind, case))
    return done


def _case(services: Services, key: Key, holds: tuple[Holds, ...] = ()) -> Retained | Draft | None:
    account = key.pk.removeprefix(ACCOUNT_OF)
    if key.sk == ACCOUNT:
        return retain.case_of(services, account, holds)
    return drafts.case_of(services, account, key.sk.removeprefix(PREFIX))


def _of_case(services: Services, key: Key, case: Retained | Draft, now: datetime, until: datetime) -> Iterator[Coming]:
    """Yield what comes to one; where something is in the way, that is what there is to say."""
    watch = watch_of(services.table.get(watch_key(case.account.id, key.sk)))
    notices = valid(watch.notices, case.since) if watch else ()
    found = list(forecast(case.since, notices, case.term, now, until, services.portal.zone))
    to, language = case.account.email, case.account.language
    why = f"{key.sk}: last used {case.since:%Y-%m-%d}"
    if found and case.is_held():
        yield Coming(now, "hold", None, to, language, f"{why}, but something is under way")
    elif found and watch and undelivered(notices, emails_of(services, notices)):
        yield Coming(now, "hold", None, to, language, f"{why}, but a notice did not arrive")
    else:
        for at, step in found:
            does, mail = _said(case, isinstance(step, Notify))
            yield Coming(at, does, mail, to, language, why)


def _said(case: Retained | Draft, is_notice: bool) -> tuple[str, str | None]:  # noqa: FBT001 -- one of two
    if isinstance(case, Draft):
        return ("announce", "draft-notice") if is_notice else ("delete draft", "draft-expired")
    if is_notice:
        return "announce", "account-notice"
    return ("close account", "account-closed") if case.term.then == "close" else ("remove account", None)


def reminders(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield whom we remind of what we asked them, once each: what follows the first depends on the answers."""
    policy, zone = services.portal.policies.review, services.portal.zone
    for key in services.table.due(remind.QUESTIONS, until):
        file = parse_application(services.table.get(Key(key.pk, key.sk.removeprefix(WATCH))))
        account = parse_account(services.table.get(Key(key.pk, ACCOUNT)))
        at = next_reminder(file, policy, zone) if file else None
        if file and account and at and at <= until:
            why = f"{PREFIX}{file.number}: asked and not answered"
            yield Coming(at, "remind", "question-reminder", account.email, account.language, why)


def lapsing(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield the sign-ups that nobody activates."""
    for key in services.table.due(UNACTIVATED, until):
        account = parse_account(services.table.get(key))
        if account and account.activation and not account.is_active:
            at, why = account.activation.window_ends_at, "signed up, never activated"
            yield Coming(at, "remove sign-up", None, account.email, account.language, why)


def totals(found: Iterable[Coming]) -> str:
    """Return `would close 214 accounts, send 1,032 mails`."""
    every = list(found)
    ends = Counter(each.does for each in every if each.does not in MAILS_OR_NOTHING)
    said = [f"{_verb(does)} {count:,} {_noun(does)}{'s' if count != 1 else ''}" for does, count in sorted(ends.items())]
    mails = sum(each.mail is not None for each in every)
    return "would " + ", ".join([*said, f"send {mails:,} mail{'s' if mails != 1 else ''}"])


def _verb(does: str) -> str:
    return does.partition(" ")[0]


def _noun(does: str) -> str:
    return does.partition(" ")[2]
