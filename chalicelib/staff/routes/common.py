"""What the routes of the staff share: how a session reaches its client, and what a new factor is made from."""

from chalicelib.accounts.access import remember_device
from chalicelib.staff.access import STAFF
from chalicelib.staff.actions.enrolment import Setup
from chalicelib.staff.actions.sessions import OpenedStaffSession
from chalicelib.staff.schemas import NewFactorPage
from chalicelib.web.visit import Visit


def let_in(visit: Visit, opened: OpenedStaffSession) -> None:
    """Give a browser its session, and a name of its own (SECURITY SEC07). A program finds both in the answer."""
    if not visit.incoming.wants_json:
        visit.set_cookie(STAFF.cookie, opened.token)
        remember_device(visit, opened.staff.id)


def destination(visit: Visit) -> str:
    """Return the page of the staff that someone wanted who had to sign in first."""
    wanted = str(visit.carried.get("next", STAFF.home))
    is_ours = wanted.startswith(STAFF.home) and not wanted.startswith(STAFF.sign_in)
    return wanted if is_ours else STAFF.home


def new_factor(setup: Setup) -> NewFactorPage:
    return NewFactorPage(
        setup=setup.ticket,
        secret=setup.secret,
        app_address=setup.app_address,
        passkey_options=setup.passkey_options,
    )
