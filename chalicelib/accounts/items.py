"""How accounts lie in the table: each in a partition of its own, and a row for each identifier.

An identifier's row is keyed by a pseudonym and written with the account, so that an identifier belongs to one account.
"""

from datetime import datetime

from chalicelib.accounts.model import Account, Colleague, PersonName, State, Tombstone
from chalicelib.activities.model import partition
from chalicelib.cloud.clock import stamp
from chalicelib.cloud.keyring import Keyring, Purpose
from chalicelib.cloud.table import ABSENT, Absent, AllOf, AnyOf, Change, Compare, Condition, Item, Key, unchanged
from chalicelib.portal.model import IdentifierKind

ACCOUNT = "ACCOUNT"
COLLEAGUE = "COLLEAGUE#"
PROFILE = "PROFILE"
UNACTIVATED = "unactivated"  # kind of due work: sign-ups whose window ends
_IDENTIFIER = Purpose("identifier")


# --- accounts ---


def account_key(account: str) -> Key:
    return Key(partition(account), ACCOUNT)


def account_of(item: Item | None) -> Account | None:
    return Account.of_row(item) if item else None


def put_account(change: Change, account: Account) -> None:
    """Write an account that was read as it is here but for `version`, which the write counts up."""
    seen = account.version
    change.put(_account_item(account.but(version=seen + 1)), unchanged(seen))


def require_account(change: Change, account: Account) -> None:
    """Let the change fail if anybody wrote the account since it was read."""
    change.require(account_key(account.id), unchanged(account.version))


def add_tombstone(change: Change, tombstone: Tombstone) -> None:
    key = Key(f"TOMBSTONE#{tombstone.account}", "TOMBSTONE")
    change.put({**key._asdict(), **tombstone.model_dump(mode="json")})


def add_account(change: Change, account: Account) -> None:
    change.put(_account_item(account))


def _account_item(account: Account) -> Item:
    item = {**account_key(account.id)._asdict(), **account.model_dump(mode="json", exclude_none=True)}
    if account.state is State.PENDING and account.activation:
        item |= {"due_kind": UNACTIVATED, "due_at": stamp(account.activation.window_ends_at)}
    return item


# --- the person's name ---


def person_key(account: str) -> Key:
    return Key(partition(account), PROFILE)


def parse_person_name(item: Item | None) -> PersonName | None:
    return PersonName.of_row(item) if item else None


def put_person_name(change: Change, before: PersonName | None, name: PersonName) -> None:
    """Write a name over the one that was read; fail if it was written since."""
    numbered = name.but(version=before.version + 1 if before else 1)
    item = {**person_key(name.account)._asdict(), **numbered.model_dump(mode="json", exclude_none=True)}
    change.put(item, unchanged(before.version) if before else ABSENT)


# --- who shares one ---


def colleague_key(account: str, colleague: str) -> Key:
    return Key(partition(account), f"{COLLEAGUE}{colleague}")


def colleague_of(item: Item | None) -> Colleague | None:
    return Colleague.of_row(item) if item else None


def put_colleague(change: Change, account: str, colleague: Colleague, when: Condition | None = ABSENT) -> None:
    key = colleague_key(account, colleague.id)
    change.put({**key._asdict(), **colleague.model_dump(mode="json", exclude_none=True)}, when)


def still_there(colleague: Colleague) -> Condition:
    """Nobody took the person away."""
    return Compare("id", "=", colleague.id)


def still_reached(colleague: Colleague) -> Condition:
    """Nobody took the person away, and mail goes to the same address, as well as it did."""
    seen = colleague.model_dump(mode="json")["unreachable_since"]
    as_well = Compare("unreachable_since", "=", seen) if seen else Absent("unreachable_since")
    return AllOf((still_there(colleague), Compare("email", "=", colleague.email), as_well))


# --- identifiers ---


def identifier_key(keyring: Keyring, kind: IdentifierKind, canonical: str) -> Key:
    return Key(f"IDENTIFIER#{kind}#{keyring.pseudonym(_IDENTIFIER, f'{kind} {canonical}')}", "IDENTIFIER")


def claim_identifier(change: Change, key: Key, account: str, until: datetime | None, now: datetime) -> None:
    """Take an identifier that nobody has, or whose claim has lapsed: for good, or until the sign-up's window ends."""
    lapsed = Compare("free_at", "<=", stamp(now))
    item: Item = {**key._asdict(), "account": account} | ({"free_at": stamp(until)} if until else {})
    change.put(item, AnyOf((ABSENT, lapsed, _held_by(account))))


def free_identifier(change: Change, key: Key, account: str) -> None:
    """Give an identifier up, if it still is the account's."""
    change.delete(key, AnyOf((ABSENT, _held_by(account))))


def holder_of(item: Item | None, now: datetime) -> str | None:
    """Return the id of the account that has the identifier now."""
    if item is None or ("free_at" in item and item["free_at"] <= stamp(now)):
        return None
    return str(item["account"])


def held_by(item: Item | None, account: str) -> bool:
    return item is not None and item["account"] == account


def _held_by(account: str) -> Condition:
    return Compare("account", "=", account)
