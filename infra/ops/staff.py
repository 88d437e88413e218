"""Inviting staff from the command line: the first administrator has nobody else to do it."""

from collections.abc import Iterable

from pydantic import ValidationError

from chalicelib.services import Services
from chalicelib.staff.actions.audit import OPERATOR
from chalicelib.staff.actions.invitation import invite
from chalicelib.staff.errors import AlreadyStaff
from chalicelib.staff.inputs import InviteStaff
from chalicelib.staff.model import Staff, StaffRole
from infra.trouble import Trouble


def invite_staff(services: Services, email: str, language: str, roles: Iterable[StaffRole]) -> Staff:
    """Invite someone with these roles, in the operator's name; raise Trouble."""
    ticked = {role.value: True for role in roles}
    try:
        form = InviteStaff.model_validate({"email": email, "language": language, "roles": ticked})
        return invite(services, form, OPERATOR, services.clock.now())
    except ValidationError as error:
        raise Trouble("\n".join(f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors())) from None
    except AlreadyStaff:
        raise Trouble(f"{email} is on the list of staff already.") from None
