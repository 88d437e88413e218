"""Enqueues the emails of accounts: one function per template, to the account's address or to one who shares it."""

from collections.abc import Sequence

from chalicelib.accounts.actions import find
from chalicelib.accounts.model import Account, Activation, Member
from chalicelib.cloud.table import RowKind
from chalicelib.outbox.actions import Data, Ending, NewEmail, enqueue_email, in_each_language
from chalicelib.outbox.model import OutboxEmail
from chalicelib.proof import Proof
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


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


def enqueue_dummy_write(work: UnitOfWork) -> None:
    """Write a row that TTL collects: an answer without an email takes as long as one with an email (SEC03)."""
    work.put({"pk": f"DUMMY#{work.services.ids.new()}", "sk": "DUMMY", "ttl": int(work.now.timestamp())})


# --- getting in ---


def enqueue_activation(work: UnitOfWork, account: Account, waiting: Activation) -> None:
    """Enqueue the link and the code, with the identifier that the portal gave (REQUIREMENTS A3, A5)."""
    given = work.services.portal.audiences[0].given
    data = {"given": account.identifiers[given] if given else ""}
    proof = waiting.proof(account.id, work.services.portal.policies.activation.code_digits)
    enqueue_email(work, email_to(account, "activation", data, proof))


def enqueue_already_registered(work: UnitOfWork, account: Account) -> None:
    data = {"state": account.state.value}
    enqueue_email(work, email_to(account, "already-registered", data))


def enqueue_admitted(work: UnitOfWork, account: Account, proof: Proof) -> None:
    """Enqueue the identifiers that the portal gave, with the link to choose a password."""
    given: dict[str, str] = {kind: text for kind, text in account.identifiers.items() if kind != "email"}
    enqueue_email(work, email_to(account, "admitted", given, proof))


def enqueue_identifier_reminder(work: UnitOfWork, account: Account) -> None:
    kinds = work.services.portal.identifier_kinds
    data: dict[str, str] = {kind: text for kind, text in account.identifiers.items() if kind in kinds}
    enqueue_email(work, email_to(account, "identifier-reminder", data))


def enqueue_account_locked(work: UnitOfWork, account: Account) -> None:
    enqueue_email(work, email_to(account, "account-locked"))


def enqueue_password_reset(work: UnitOfWork, account: Account, proof: Proof) -> None:
    enqueue_email(work, email_to(account, "password-reset", proof=proof))


def enqueue_password_changed(work: UnitOfWork, account: Account) -> None:
    for each in _recipients(work.services, account):
        enqueue_email(work, email_to(account, "password-changed", member=each))


# --- sharing an account ---


def enqueue_colleague_added(work: UnitOfWork, account: Account, added: Member, by: str) -> None:
    """Enqueue the access code; `by` is a name."""
    data = {"by": by, "code": account.identifiers.get("access_code", "")}
    enqueue_email(work, email_to(account, "colleague-added", data, member=added))


def enqueue_colleague_removed(work: UnitOfWork, account: Account, removed: Member, by: str) -> None:
    enqueue_email(work, email_to(account, "colleague-removed", {"by": by}, member=removed))


# --- the end of an account ---


def enqueue_account_notice(work: UnitOfWork, account: Account, then: str, ending: Ending) -> str:
    """Enqueue the notice of the end, pinned, and return its id; `then` is "close" or "remove"."""
    day = ending.at.astimezone(work.services.portal.zone).date()
    data = {"then": then, **in_each_language(work.services, day=day)}
    email = email_to(account, "account-notice", data, ending.proof)._replace(pinned=True)
    return enqueue_email(work, email)


def enqueue_account_closed(work: UnitOfWork, account: Account) -> None:
    for each in _recipients(work.services, account):
        enqueue_email(work, email_to(account, "account-closed", member=each))


# --- whether mail arrives ---


def enqueue_address_test(work: UnitOfWork, account: Account, member: Member | None) -> None:
    """Enqueue the one email that goes to a shut mailbox too."""
    email = email_to(account, "address-test", member=member)._replace(is_test=True)
    enqueue_email(work, email)


def enqueue_again(work: UnitOfWork, email: OutboxEmail, account: Account, member: Member | None) -> None:
    """Enqueue an earlier email once more, to the address as it is now."""
    enqueue_email(work, email_to(account, email.template, email.data, member=member))


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
