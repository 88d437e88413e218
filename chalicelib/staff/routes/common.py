"""Sessions of staff given to their client, and the page that a sign-in leads to."""

from chalicelib.accounts.access import remember_device
from chalicelib.staff.access import STAFF
from chalicelib.staff.actions.sessions import OpenedStaffSession
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
