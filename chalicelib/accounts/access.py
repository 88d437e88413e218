"""Who is signed in, for the routes of every capability that has to do with persons."""

from typing import cast

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.problems import PasswordChangeNeeded, SignInNeeded
from chalicelib.web.visit import Visit


def signed_in(visit: Visit) -> None:
    """Let in who is signed in and has nothing more urgent to do."""
    if person(visit).must_change_password:
        raise PasswordChangeNeeded


def signed_in_at_all(visit: Visit) -> None:
    """Let in who is signed in, with an expired password too (SECURITY SEC13)."""
    person(visit)


def person(visit: Visit) -> Person:
    """Return who is signed in; raise SignInNeeded."""
    if visit.signed_in is None:
        raise SignInNeeded
    return cast("Person", visit.signed_in)
