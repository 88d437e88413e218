"""Sessions of staff given to their client, and the page that a sign-in leads to."""

from chalicelib.accounts.guards import remember_device
from chalicelib.staff.actions.sessions import OpenedStaffSession
from chalicelib.staff.guards import STAFF
from chalicelib.urls import path_for
from chalicelib.web.request import Request


def let_in(request: Request, opened: OpenedStaffSession) -> None:
    """Give a browser its session, and a name of its own (SECURITY SEC07). A program finds both in the answer."""
    if not request.raw.wants_json:
        request.response.set_cookie(STAFF.cookie, opened.token)
        remember_device(request, opened.staff.id)


def destination(request: Request) -> str:
    """Return the page of the staff that someone wanted who had to sign in first."""
    home = path_for(STAFF.home)
    wanted = str(request.carried.get("next", home))
    is_ours = wanted.startswith(home) and not wanted.startswith(path_for(STAFF.sign_in))
    return wanted if is_ours else home
