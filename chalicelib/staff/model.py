"""Staff: roles, state, invitation and second factors of each (REQUIREMENTS S10)."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.authentication.model import Factors
from chalicelib.portal.text import Language
from chalicelib.proof import Proof
from chalicelib.record import Record
from chalicelib.urls import path_for

INVITATION = path_for("invitation.page")


class StaffRole(StrEnum):
    """What someone may do. One may have several."""

    REVIEWER = "reviewer"
    REGISTRAR = "registrar"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"


class StaffState(StrEnum):
    """Where someone stands. Only the active can sign in, and only with a second factor can one be active."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Invitation(Record):
    """A link that lets someone choose a password and enrol a second factor, until that is done."""

    nonce: str
    expires_at: datetime

    def proof(self, owner: str) -> Proof:
        return Proof(path=INVITATION, owner=owner, nonce=self.nonce, ends_at=self.expires_at)


class Staff(Record):
    """One of the staff. `version` counts the record's writes; `epoch` the generations of sessions."""

    id: str
    version: int = 1
    state: StaffState
    email: str
    language: Language | None = None  # None: not known, so mails are in both
    roles: tuple[StaffRole, ...]
    password: str | None = None  # its hash; None until one is chosen
    invitation: Invitation | None = None
    factors: Factors = Field(default_factory=Factors)
    epoch: int = 1
    created_at: datetime
    last_active_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.state is StaffState.ACTIVE


def staff_partition(staff: str) -> str:
    """Return where all that belongs to one of the staff lies."""
    return f"STAFF#{staff}"
