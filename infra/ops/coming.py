"""What time brings until a day: who gets which mail in which language, what ends, and why. Nothing is touched."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import retention
from chalicelib.accounts.actions.retention import KeepsAccount, RetainableAccount
from chalicelib.accounts.storage import ACCOUNT, UNACTIVATED, parse_account
from chalicelib.applications.actions import drafts, remind
from chalicelib.applications.actions.drafts import RetainableDraft
from chalicelib.applications.rules.questions import next_reminder
from chalicelib.applications.storage import PREFIX, parse_application
from chalicelib.cloud.table import Key
from chalicelib.portal.text import Language
from chalicelib.retention.actions.find import find_review
from chalicelib.retention.actions.schedule import schedule_earlier
from chalicelib.retention.actions.undelivered_notices import emails_of
from chalicelib.retention.model import Notify
from chalicelib.retention.rules import forecast, undelivered, valid
from chalicelib.retention.storage import about_in
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


def under_review(services: Services, until: datetime) -> Iterator[Key]:
    """Yield the keys of accounts and drafts whose review is due by then."""
    for kind in (retention.ACCOUNTS, drafts.DRAFTS):
        for key in services.table.due(kind, until):
            yield Key(key.pk, about_in(key, kind))


def endings(
    services: Services, keys: Iterable[Key], keeps: Iterable[KeepsAccount], now: datetime, until: datetime
) -> Iterator[Coming]:
    """Yield what comes to these accounts and drafts by the policies that the services have."""
    for key in keys:
        found = _retainable(services, key, tuple(keeps))
        if found:
            yield from _coming_to(services, key, found, now, until)


def schedule_all(services: Services, keys: Iterable[Key]) -> int:
    """Schedule the reviews of all of these by the present policies; return how many had none, or a later one."""
    done = 0
    for key in keys:
        found = _retainable(services, key)
        done += bool(found and schedule_earlier(services, found.account.id, key.sk, _kind(found), found))
    return done


def _retainable(
    services: Services, key: Key, keeps: tuple[KeepsAccount, ...] = ()
) -> RetainableAccount | RetainableDraft | None:
    account = key.pk.removeprefix(ACCOUNT_OF)
    if key.sk == ACCOUNT:
        return retention.retainable_account(services, account, keeps)
    return drafts.retainable_draft(services, account, key.sk.removeprefix(PREFIX))


def _kind(of: RetainableAccount | RetainableDraft) -> str:
    return drafts.DRAFTS if isinstance(of, RetainableDraft) else retention.ACCOUNTS


def _coming_to(
    services: Services, key: Key, of: RetainableAccount | RetainableDraft, now: datetime, until: datetime
) -> Iterator[Coming]:
    """Yield what comes to one account or draft; if it is held, yield that instead."""
    review = find_review(services, of.account.id, key.sk, _kind(of))
    notices = valid(review.notices, of.since) if review else ()
    found = list(forecast(of.since, notices, of.term, now, until, services.portal.zone))
    to, language = of.account.email, of.account.language
    why = f"{key.sk}: last used {of.since:%Y-%m-%d}"
    if found and of.is_held():
        yield Coming(now, "hold", None, to, language, f"{why}, but something is under way")
    elif found and review and undelivered(notices, emails_of(services, notices)):
        yield Coming(now, "hold", None, to, language, f"{why}, but a notice did not arrive")
    else:
        for at, step in found:
            does, mail = _said(of, isinstance(step, Notify))
            yield Coming(at, does, mail, to, language, why)


def _said(of: RetainableAccount | RetainableDraft, is_notice: bool) -> tuple[str, str | None]:  # noqa: FBT001 -- one of two
    if isinstance(of, RetainableDraft):
        return ("announce", "draft-notice") if is_notice else ("delete draft", "draft-expired")
    if is_notice:
        return "announce", "account-notice"
    return ("close account", "account-closed") if of.term.then == "close" else ("remove account", None)


def reminders(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield whom we remind of what we asked them, once each: what follows the first depends on the answers."""
    policy, zone = services.portal.policies.review, services.portal.zone
    for key in services.table.due(remind.QUESTIONS, until):
        file = parse_application(services.table.get(Key(key.pk, about_in(key, remind.QUESTIONS))))
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
