"""Interface that a capability implements so that a review can announce and end its records."""

from datetime import datetime
from typing import Protocol

from chalicelib.cloud.table import Change
from chalicelib.portal.terms import Term
from chalicelib.proof import Proof
from chalicelib.retention.model import ScheduledReview
from chalicelib.unit_of_work import UnitOfWork


class Retainable(Protocol):
    """A record that is kept for a term after its last activity, as it was read."""

    @property
    def since(self) -> datetime:
        """The last activity."""
        ...

    @property
    def term(self) -> Term: ...

    def is_held(self) -> bool:
        """Tell whether work in progress keeps the record, whatever its age."""
        ...

    def require(self, change: Change) -> None:
        """Add the condition that the record was not written since it was read."""
        ...

    def proof(self, nonce: str) -> Proof:
        """Return the proof from which the link that keeps the record is derived."""
        ...

    def notify(self, work: UnitOfWork, proof: Proof, ends_at: datetime) -> str:
        """Enqueue the notice in the change; return the email's id."""
        ...

    def end(self, work: UnitOfWork, review: ScheduledReview) -> ScheduledReview | None:
        """End the record in the change; return the review that follows this one, if any."""
        ...
