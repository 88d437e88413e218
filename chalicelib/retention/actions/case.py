"""What the rooms above have to say of something that time ends, so that looking at it is one action for all."""

from datetime import datetime
from typing import Protocol

from chalicelib.cloud.table import Change
from chalicelib.portal.terms import Term
from chalicelib.proof import Proof
from chalicelib.retention.model import Watch
from chalicelib.services import Services


class Case(Protocol):
    """Something that time ends, as it was read."""

    @property
    def since(self) -> datetime:
        """The last activity."""
        ...

    @property
    def term(self) -> Term: ...

    def is_held(self) -> bool:
        """Tell whether something that is under way keeps it, whatever its age."""
        ...

    def require(self, change: Change) -> None:
        """Let the change fail if anything was done with it since it was read."""
        ...

    def proof(self, nonce: str) -> Proof:
        """Return what the link is made of that keeps it."""
        ...

    def tell(self, services: Services, change: Change, proof: Proof, ends_at: datetime, now: datetime) -> str:
        """Enqueue the notice, in the change; return the email's id."""
        ...

    def end(self, services: Services, change: Change, watch: Watch, now: datetime) -> Watch | None:
        """End it, in the change; return what is still to be watched of it."""
        ...
