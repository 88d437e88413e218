"""Storage of accounts: each in a partition of its own, with a row for each identifier.

An identifier's row is keyed by a pseudonym and written with the account, so that an identifier belongs to one account.
"""

from datetime import datetime

from chalicelib.accounts.model import Account, AccountState, Member, PersonName, Tombstone
from chalicelib.activities.model import partition
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.keyring import Keyring, Purpose
from chalicelib.cloud.table import (
    NOT_EXISTS,
    AllOf,
    AnyOf,
    Change,
    Compare,
    Condition,
    Item,
    Key,
    NotExists,
    RowKind,
    unchanged,
)
from chalicelib.portal.model import IdentifierKind

ACCOUNT = "ACCOUNT"
MEMBER = "MEMBER#"
PROFILE = "PROFILE"
UNACTIVATED = "unactivated"  # kind of due work: sign-ups whose window ends
_IDENTIFIER = Purpose("identifier")


# --- accounts ---


def account_key(account: str) -> Key:
    return Key(partition(account), ACCOUNT)


def parse_account(item: Item | None) -> Account | None:
    return Account.from_item(item) if item else None


def put_account(change: Change, account: Account) -> None:
    """Write an account that was read as it is here but for `version`, which the write counts up."""
    seen = account.version
    change.put(_account_item(account.replace(version=seen + 1)), unchanged(seen))


def require_account(change: Change, account: Account) -> None:
    """Let the change fail if anybody wrote the account since it was read."""
    change.require(account_key(account.id), unchanged(account.version))


def add_tombstone(change: Change, tombstone: Tombstone) -> None:
    key = Key(f"TOMBSTONE#{tombstone.account}", "TOMBSTONE")
    change.put({**key._asdict(), **tombstone.stored(nulls=True)})


def add_account(change: Change, account: Account) -> None:
    change.put(_account_item(account))


def _account_item(account: Account) -> Item:
    item = {**account_key(account.id)._asdict(), **account.stored()}
    if account.state is AccountState.PENDING and account.activation:
        item |= {"due_kind": UNACTIVATED, "due_at": to_iso(account.activation.window_ends_at)}
    return item


# --- the person's name ---


def person_key(account: str) -> Key:
    return Key(partition(account), PROFILE)


def parse_person_name(item: Item | None) -> PersonName | None:
    return PersonName.from_item(item) if item else None


def put_person_name(change: Change, before: PersonName | None, name: PersonName) -> None:
    """Write a name over the one that was read; fail if it was written since."""
    numbered = name.declared() | {"version": before.version + 1 if before else 1}
    item = {**person_key(name.account)._asdict(), **(before or name).replace(**numbered).stored()}
    change.put(item, unchanged(before.version) if before else NOT_EXISTS)


# --- who shares one ---


def member_key(account: str, member: str) -> Key:
    return Key(partition(account), f"{MEMBER}{member}")


def parse_member(item: Item | None) -> Member | None:
    return Member.from_item(item) if item else None


def put_member(change: Change, account: str, member: Member, when: Condition | None = NOT_EXISTS) -> None:
    key = member_key(account, member.id)
    change.put({**key._asdict(), **member.stored()}, when)


def still_there(member: Member) -> Condition:
    """Nobody took the person away."""
    return Compare("id", "=", member.id)


def still_reached(member: Member) -> Condition:
    """Nobody took the person away, and mail goes to the same address, as well as it did."""
    seen = member.model_dump(mode="json")["unreachable_since"]
    as_well = Compare("unreachable_since", "=", seen) if seen else NotExists("unreachable_since")
    return AllOf((still_there(member), Compare("email", "=", member.email), as_well))


# --- identifiers ---


def identifier_key(keyring: Keyring, kind: IdentifierKind, canonical: str) -> Key:
    return Key(f"IDENTIFIER#{kind}#{keyring.pseudonym(_IDENTIFIER, f'{kind} {canonical}')}", "IDENTIFIER")


def claim_identifier(
    change: Change, key: Key, account: str, until: datetime | None, now: datetime, kept_for: str | None = None
) -> None:
    """Take an identifier that nobody has, or whose claim has lapsed: for good, or until the sign-up's window ends.

    `kept_for` is the id of the account's mailbox, which may have it before the address is proven.
    """
    lapsed = Compare("free_at", "<=", to_iso(now))
    ends = {"free_at": to_iso(until), "ttl": int(until.timestamp())} if until else {}
    theirs = (_held_by(account), _held_by(kept_for)) if kept_for else (_held_by(account),)
    change.put({**key._asdict(), "account": account, **ends}, AnyOf((NOT_EXISTS, lapsed, *theirs)))


def free_identifier(change: Change, key: Key, account: str) -> None:
    """Give an identifier up, if it still is the account's."""
    change.delete(key, AnyOf((NOT_EXISTS, _held_by(account))))


def parse_holder(item: Item | None, now: datetime) -> str | None:
    """Return the id of the account that has the identifier now."""
    if item is None or ("free_at" in item and item["free_at"] <= to_iso(now)):
        return None
    return str(item["account"])


def held_by(item: Item | None, account: str) -> bool:
    return item is not None and item["account"] == account


def _held_by(account: str) -> Condition:
    return Compare("account", "=", account)


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "ACCOUNT",
        "An account: its identifiers, password, state and preferences.",
        Account,
        (add_account, put_account),
        parse_account,
        due=(UNACTIVATED,),
    ),
    RowKind(
        "ACCOUNT#<account>",
        PROFILE,
        "The name of the person.",
        PersonName,
        (put_person_name,),
        parse_person_name,
    ),
    RowKind(
        "ACCOUNT#<account>",
        "MEMBER#<member>",
        "A person who shares an account.",
        Member,
        (put_member,),
        parse_member,
    ),
    RowKind(
        "IDENTIFIER#<kind>#<pseudonym>",
        "IDENTIFIER",
        "The account that an identifier belongs to; makes the identifier unique.",
        None,
        (claim_identifier,),
        parse_holder,
        ttl="when the claim of an address that is not proven lapses",
    ),
    RowKind(
        "TOMBSTONE#<account>",
        "TOMBSTONE",
        "What is left of a removed account.",
        Tombstone,
        (add_tombstone,),
    ),
)
