"""Someone who is signed in where a route is: a member, or one of the staff who may do everything."""

from chalice.app import Chalice

from chalicelib.portal.text import Language
from chalicelib.staff.guards import STAFF
from chalicelib.staff.model import StaffRole
from chalicelib.web.router import Route
from tests.support.http import Browser, Program
from tests.support.members import EMAIL, browser_of_member, member
from tests.support.staff import staff_browser, staff_program
from tests.support.world import GOOD, World


def is_for_staff(route: Route) -> bool:
    return route.realm is STAFF


def browser_at(route: Route, world: World, app: Chalice, language: Language = "fr") -> Browser:
    """Return the browser of someone who has just signed in."""
    return (
        staff_browser(world, app, *StaffRole, language=language)
        if is_for_staff(route)
        else browser_of_member(world, app)
    )


def program_at(route: Route, world: World, app: Chalice) -> Program:
    """Return the program of someone who has just signed in."""
    if is_for_staff(route):
        return staff_program(world, app, *StaffRole)
    member(world)
    program = Program(app)
    program.post("/fr/sign-in", identifier=EMAIL, password=GOOD)
    return program
