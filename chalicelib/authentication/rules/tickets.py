"""Signed tickets of a step that was begun: a sign-in after its password, a factor that is being enrolled.

A ticket is not stored. It is valid for its owner's record as it was: any write of the record, such as the end of the
step, voids it.
"""

from datetime import UTC, datetime

from chalicelib.authentication.model import Claimant, Ticket
from chalicelib.cloud.keyring import Keyring, Purpose, same

DOT = "."


def write_ticket(keyring: Keyring, ticket: Ticket, claimant: Claimant) -> str:
    """Return the ticket as the client keeps it. It begins with the owner's id."""
    until = str(int(ticket.until.timestamp()))
    return DOT.join((claimant.id, ticket.nonce, until, _mark(keyring, ticket.step, ticket.nonce, until, claimant)))


def read_ticket(keyring: Keyring, text: str, step: str, claimant: Claimant, now: datetime) -> Ticket | None:
    """Return the ticket; None for one that is forged, another person's, for another step, used or late."""
    try:
        _, nonce, until, mark = text.split(DOT)
    except ValueError:
        return None
    if not same(mark, _mark(keyring, step, nonce, until, claimant)):
        return None
    ticket = Ticket(step, nonce, datetime.fromtimestamp(int(until), UTC))
    return ticket if now < ticket.until else None


def _mark(keyring: Keyring, step: str, nonce: str, until: str, claimant: Claimant) -> str:
    signed = Purpose(f"{claimant.realm} ticket")
    return keyring.token(signed, f"{step} {claimant.id} {claimant.version} {nonce} {until}")
