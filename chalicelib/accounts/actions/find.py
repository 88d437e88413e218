"""Finds accounts by identifier, at the same cost whether there is one or not (SECURITY SEC03)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.accounts.model import Account, Member
from chalicelib.accounts.rules.identifiers import candidates
from chalicelib.accounts.storage import (
    MEMBER,
    account_key,
    identifier_key,
    member_key,
    parse_account,
    parse_holder,
    parse_member,
)
from chalicelib.activities.model import partition
from chalicelib.canonical import canonical_email, folded
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.table import Item, Key
from chalicelib.portal.model import IdentifierKind
from chalicelib.proof import OWNER
from chalicelib.services import Services

NOBODY = "0" * 32  # an id that no account has
_MAILBOX = Purpose("mailbox of a sign-up")
GIVEN_DIGITS = 8  # of an identifier that the portal draws


def identifier_keys(services: Services, kinds: Iterable[IdentifierKind], text: str) -> list[Key]:
    """Return where the identifier would lie, for each kind that the text may be of."""
    return [identifier_key(services.keyring, kind, form) for kind, form in candidates(kinds, text)]


def mailbox_id(services: Services, email: str) -> str:
    """Return the id under which a user name is kept for a mailbox until its address is proven: no account has it."""
    return services.keyring.pseudonym(_MAILBOX, canonical_email(email) or email)[:OWNER]


def draw_identifier(services: Services) -> str:
    """Return an identifier that the portal gives; who draws one that is taken meets a Conflict, and draws again."""
    return services.ids.digits(GIVEN_DIGITS)


def keys_of(services: Services, account: Account) -> list[Key]:
    """Return where the account's identifiers lie."""
    return [key for kind, text in account.identifiers.items() for key in identifier_keys(services, [kind], text)]


def first_holder(items: Sequence[Item | None], now: datetime) -> str:
    """Return the id of the account that has one of the identifiers; nobody's where none has."""
    return next(filter(None, (parse_holder(item, now) for item in items)), NOBODY)


def by_id(services: Services, account: str) -> Account | None:
    return parse_account(services.table.get(account_key(account)))


def members(services: Services, account: Account) -> list[Member]:
    """Return those who share the account, by name; nobody, at no cost, where it is one person's own."""
    rows = services.table.query(partition(account.id), MEMBER) if account.is_shared else ()
    return sorted(filter(None, map(parse_member, rows)), key=lambda each: (folded(each.name), each.id))


def member(services: Services, account: str, who: str) -> Member | None:
    return parse_member(services.table.get(member_key(account, who)))


def by_identifier(services: Services, kind: IdentifierKind, text: str, now: datetime) -> Account | None:
    """Return whose this is."""
    return holder(services, identifier_keys(services, [kind], text), now)


def holder(services: Services, keys: Iterable[Key], now: datetime) -> Account | None:
    """Return the account that has one of the identifiers, the first of those that have: two reads, found or not."""
    return by_id(services, first_holder(services.table.get_many(list(dict.fromkeys(keys))), now))
