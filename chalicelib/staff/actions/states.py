"""Whether a file still is where a route is open for it: for the actions, which have read it."""

from chalicelib.staff.problems import WrongState
from chalicelib.staff.roles import row_of


def refuse_state(method: str, path: str, state: str) -> None:
    """Raise WrongState where the route's row does not name the state that the file is in."""
    states = row_of(method, path).states
    if states is not None and state not in states:
        raise WrongState
