"""How staff lie in the table: each in a partition of their own, a row for each address, and a directory of all."""

from chalicelib.canonical import canonical_email
from chalicelib.cloud.keyring import Keyring, Purpose
from chalicelib.cloud.table import Change, Item, Key, RowKind, unchanged
from chalicelib.staff.model import Staff, staff_partition

DIRECTORY = "STAFF"
_EMAIL = Purpose("staff email")


def staff_key(staff: str) -> Key:
    return Key(staff_partition(staff), "STAFF")


def email_key(keyring: Keyring, email: str) -> Key:
    """Return where it stands whose address this is: under a pseudonym, so that an address belongs to one."""
    return Key(f"STAFF-EMAIL#{keyring.pseudonym(_EMAIL, canonical_email(email) or email)}", "STAFF-EMAIL")


def add_staff(change: Change, keyring: Keyring, staff: Staff) -> None:
    """Write someone new: whoever comes second with the same address changes nothing."""
    change.put(_item(staff))
    change.put({**email_key(keyring, staff.email)._asdict(), "staff": staff.id})
    change.put({"pk": DIRECTORY, "sk": staff.id})


def put_staff(change: Change, staff: Staff) -> Staff:
    """Write a record that was read as it is here but for `version`, which the write counts up; return what is then."""
    written = staff.replace(version=staff.version + 1)
    change.put(_item(written), unchanged(staff.version))
    return written


def parse_staff(item: Item | None) -> Staff | None:
    return Staff.from_item(item) if item else None


def parse_holder(item: Item | None) -> str | None:
    """Return the id of whoever has the address."""
    return str(item["staff"]) if item else None


def _item(staff: Staff) -> Item:
    return {**staff_key(staff.id)._asdict(), **staff.stored()}


ROWS = (
    RowKind(
        "STAFF#<staff>",
        "STAFF",
        "A member of staff: role, state, password and factors.",
        Staff,
        (add_staff, put_staff),
        parse_staff,
    ),
    RowKind(
        "STAFF-EMAIL#<pseudonym>",
        "STAFF-EMAIL",
        "The member of staff that an address belongs to; makes the address unique.",
        None,
        (add_staff,),
        parse_holder,
    ),
    RowKind(
        "STAFF",
        "<staff>",
        "The directory of all staff.",
        None,
        (add_staff,),
    ),
)
