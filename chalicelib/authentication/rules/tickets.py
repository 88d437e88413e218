"""Signed tickets of a step that was begun: a sign-in after its password, a factor that is being enrolled.

A ticket is not stored. It is valid for its owner's record as it was: any write of the record, such as the end of the
step, voids it.
"""

from datetime import UTC, datetime

from chalicelib.authentication.model import Claimant, Ticket
from chalicelib.cloud.keyring import Keyring, Purpose

DOT = "."


def write_ticket(keyring: Keyring, ticket: Ticket, claimant: Claimant) -> str:
    """Return the ticket as the client keeps it. It begins with the owner's id."""
    until = str(int(ticket.until.timestamp()))
    mark = keyring.token(*_signed(ticket.step, ticket.nonce, until, claimant), ticket.key)
    return DOT.join((claimant.id, ticket.nonce, until, mark))


def read_ticket(keyring: Keyring, text: str, step: str, claimant: Claimant, now: datetime) -> Ticket | None:
    """Return the ticket; None for one that is forged, another person's, for another step, used or late."""
    try:
        _, nonce, until, mark = text.split(DOT)
    except ValueError:
        return None
    key = keyring.signer(mark, *_signed(step, nonce, until, claimant))
    if key is None:
        return None
    ticket = Ticket(step, nonce, datetime.fromtimestamp(int(until), UTC), key)
    return ticket if now < ticket.until else None


def _signed(step: str, nonce: str, until: str, claimant: Claimant) -> tuple[Purpose, str]:
    return Purpose(f"{claimant.realm} ticket"), f"{step} {claimant.id} {claimant.version} {nonce} {until}"
