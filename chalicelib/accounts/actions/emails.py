"""Enqueues the emails of accounts: one function per template, to the account's address or to one who shares it."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.accounts.actions import find
from chalicelib.accounts.model import Account, Activation, Member
from chalicelib.cloud.table import Change, RowKind
from chalicelib.outbox.actions import Data, Ending, NewEmail, enqueue_email, in_each_language
from chalicelib.outbox.model import OutboxEmail
from chalicelib.proof import Proof
from chalicelib.services import Services


def email_to(
    account: Account,
    template: str,
    data: Data | None = None,
    proof: Proof | None = None,
    member: Member | None = None,
) -> NewEmail:
    """Return an email to the account's address, or to one of those who share it. For the `emails.py` modules."""
    whom, who = (member, member.id) if member else (account, None)
    return NewEmail(template, whom.email, whom.language, data or {}, account.id, who, proof)


def enqueue_dummy_write(services: Services, change: Change, now: datetime) -> None:
    """Write a row that TTL collects: an answer without an email takes as long as one with an email (SEC03)."""
    change.put({"pk": f"DUMMY#{services.ids.new()}", "sk": "DUMMY", "ttl": int(now.timestamp())})


# --- getting in ---


def enqueue_activation(
    services: Services, change: Change, account: Account, waiting: Activation, now: datetime
) -> None:
    """Enqueue the link and the code, with the identifier that the portal gave (REQUIREMENTS A3, A5)."""
    given = services.portal.audiences[0].given
    data = {"given": account.identifiers[given] if given else ""}
    proof = waiting.proof(account.id, services.portal.policies.activation.code_digits)
    enqueue_email(services, change, email_to(account, "activation", data, proof), now)


def enqueue_already_registered(services: Services, change: Change, account: Account, now: datetime) -> None:
    data = {"state": account.state.value}
    enqueue_email(services, change, email_to(account, "already-registered", data), now)


def enqueue_admitted(services: Services, change: Change, account: Account, proof: Proof, now: datetime) -> None:
    """Enqueue the identifiers that the portal gave, with the link to choose a password."""
    given: dict[str, str] = {kind: text for kind, text in account.identifiers.items() if kind != "email"}
    enqueue_email(services, change, email_to(account, "admitted", given, proof), now)


def enqueue_identifier_reminder(services: Services, change: Change, account: Account, now: datetime) -> None:
    kinds = services.portal.identifier_kinds
    data: dict[str, str] = {kind: text for kind, text in account.identifiers.items() if kind in kinds}
    enqueue_email(services, change, email_to(account, "identifier-reminder", data), now)


def enqueue_account_locked(services: Services, change: Change, account: Account, now: datetime) -> None:
    enqueue_email(services, change, email_to(account, "account-locked"), now)


def enqueue_password_reset(services: Services, change: Change, account: Account, proof: Proof, now: datetime) -> None:
    enqueue_email(services, change, email_to(account, "password-reset", proof=proof), now)


def enqueue_password_changed(services: Services, change: Change, account: Account, now: datetime) -> None:
    for each in _recipients(services, account):
        enqueue_email(services, change, email_to(account, "password-changed", member=each), now)


# --- sharing an account ---


def enqueue_colleague_added(
    services: Services, change: Change, account: Account, added: Member, by: str, now: datetime
) -> None:
    """Enqueue the access code; `by` is a name."""
    data = {"by": by, "code": account.identifiers.get("access_code", "")}
    enqueue_email(services, change, email_to(account, "colleague-added", data, member=added), now)


def enqueue_colleague_removed(
    services: Services, change: Change, account: Account, removed: Member, by: str, now: datetime
) -> None:
    enqueue_email(services, change, email_to(account, "colleague-removed", {"by": by}, member=removed), now)


# --- the end of an account ---


def enqueue_account_notice(
    services: Services, change: Change, account: Account, then: str, ending: Ending, now: datetime
) -> str:
    """Enqueue the notice of the end, pinned, and return its id; `then` is "close" or "remove"."""
    day = ending.at.astimezone(services.portal.zone).date()
    data = {"then": then, **in_each_language(services, day=day)}
    email = email_to(account, "account-notice", data, ending.proof)._replace(pinned=True)
    return enqueue_email(services, change, email, now)


def enqueue_account_closed(services: Services, change: Change, account: Account, now: datetime) -> None:
    for each in _recipients(services, account):
        enqueue_email(services, change, email_to(account, "account-closed", member=each), now)


# --- whether mail arrives ---


def enqueue_address_test(
    services: Services, change: Change, account: Account, member: Member | None, now: datetime
) -> None:
    """Enqueue the one email that goes to a shut mailbox too."""
    email = email_to(account, "address-test", member=member)._replace(is_test=True)
    enqueue_email(services, change, email, now)


def enqueue_again(
    services: Services, change: Change, email: OutboxEmail, account: Account, member: Member | None, now: datetime
) -> None:
    """Enqueue an earlier email once more, to the address as it is now."""
    enqueue_email(services, change, email_to(account, email.template, email.data, member=member), now)


def _recipients(services: Services, account: Account) -> Sequence[Member | None]:
    """Return all who share the account; None is the address of an account that is not shared."""
    return find.members(services, account) or (None,)


ROWS = (
    RowKind(
        "DUMMY#<id>",
        "DUMMY",
        "Means nothing: makes an answer that sends no email cost the same.",
        None,
        (enqueue_dummy_write,),
        ttl="at once",
    ),
)
