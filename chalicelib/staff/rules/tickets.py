"""Something that was begun and is to be finished soon: a sign-in after its password, a factor that is being enrolled.

A ticket is signed and not stored. It is good for its owner's record as it was: any write of that, such as the end of
what was begun, voids it.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from chalicelib.cloud.keyring import Keyring, Purpose, same
from chalicelib.staff.model import Staff

_SIGNED = Purpose("staff ticket")
DOT = "."


class Ticket(NamedTuple):
    """`nonce` is what challenges and secrets of the second half are derived from."""

    step: str
    nonce: str
    until: datetime


def written(keyring: Keyring, ticket: Ticket, staff: Staff) -> str:
    """Return it as the client keeps it. It begins with the owner's id."""
    until = str(int(ticket.until.timestamp()))
    return DOT.join((staff.id, ticket.nonce, until, _mark(keyring, ticket.step, ticket.nonce, until, staff)))


def read(keyring: Keyring, text: str, step: str, staff: Staff, now: datetime) -> Ticket | None:
    """Return the ticket; None for one that is not ours, not this person's, for another step, used or late."""
    try:
        _, nonce, until, mark = text.split(DOT)
    except ValueError:
        return None
    if not same(mark, _mark(keyring, step, nonce, until, staff)):
        return None
    ticket = Ticket(step, nonce, datetime.fromtimestamp(int(until), UTC))
    return ticket if now < ticket.until else None


def _mark(keyring: Keyring, step: str, nonce: str, until: str, staff: Staff) -> str:
    return keyring.token(_SIGNED, f"{step} {staff.id} {staff.version} {nonce} {until}")
