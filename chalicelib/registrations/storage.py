"""Storage of registrations and certificates: in the person's partition."""

from chalicelib.activities.model import partition
from chalicelib.cloud.table import Change, Item, Key, RowKind
from chalicelib.registrations.model import Certificate, Registration

PREFIX = "REGISTRATION#"


def registration_key(account: str, number: str) -> Key:
    return Key(partition(account), PREFIX + number)


def parse_registration(item: Item | None) -> Registration | None:
    return Registration.from_item(item) if item else None


def add_registration(change: Change, registration: Registration) -> None:
    """Write a new registration; fail if there is one of this number."""
    key = registration_key(registration.account, registration.number)
    change.put({**key._asdict(), **registration.stored()})


def certificate_key(account: str, number: str) -> Key:
    return Key(partition(account), f"CERTIFICATE#{number}")


def add_certificate(change: Change, certificate: Certificate) -> None:
    key = certificate_key(certificate.account, certificate.number)
    change.put({**key._asdict(), **certificate.stored(nulls=True)})


def parse_certificate(item: Item | None) -> Certificate | None:
    return Certificate.from_item(item) if item else None


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "REGISTRATION#<number>",
        "A registration: its class, dates and history.",
        Registration,
        (add_registration,),
        parse_registration,
    ),
    RowKind(
        "ACCOUNT#<account>",
        "CERTIFICATE#<number>",
        "A certificate of registration that was issued.",
        Certificate,
        (add_certificate,),
        parse_certificate,
    ),
)
