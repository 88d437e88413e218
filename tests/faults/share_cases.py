"""What those do who share an account, as cases for `crashes`."""

from chalicelib.accounts.actions import sharing
from chalicelib.accounts.actions.profile import set_profile
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.actions.sign_in import OpenedSession, sign_in
from chalicelib.accounts.inputs import SignIn
from chalicelib.accounts.profile_inputs import AddMember, Profile
from tests.faults.cases import SECRET, SESSION, TRAIL
from tests.faults.crashes import Case
from tests.faults.employees import COMPANY, open_company
from tests.faults.place import Place
from tests.support.people import VISITOR

# --- to the point ---


def nobody_yet(place: Place) -> Person:
    """Return someone who signed in to a shared account, and has not said who it is."""
    open_company(place)
    return _person(place, signs_in(place, None).token)


def mia(place: Place) -> Person:
    """Return one of the two who bring in others."""
    nobody = nobody_yet(place)
    return _person(place, sharing.say_who(place.world, nobody, _named(place, nobody, "mia"), place.world.now)[0])


def _person(place: Place, token: str) -> Person:
    found = resume(place.world, token, place.world.now)
    assert found
    return found


def _named(place: Place, person: Person, name: str) -> str:
    return next((each.id for each in sharing.sharers(place.world, person) if each.name == name), "nobody")


# --- what is done ---


def signs_in(place: Place, _: object) -> OpenedSession:
    return sign_in(place.world, SignIn(identifier=COMPANY, password=SECRET), VISITOR, place.world.now)


def says_who(place: Place, person: Person) -> None:
    sharing.say_who(place.world, person, _named(place, person, "luc"), place.world.now)


def brings_in(place: Place, person: Person) -> None:
    wish = AddMember(name="noa", email="noa@example.org", language="en")
    sharing.add(place.world, person, wish, place.world.now)


def sends_away(place: Place, person: Person) -> None:
    sharing.remove(place.world, person, _named(place, person, "luc"), place.world.now)


def moves(place: Place, person: Person) -> None:
    set_profile(place.world, person, Profile(language="en", email="mia@elsewhere.example"), place.world.now)


SHARED = {
    "sign in to what is shared": Case(open_company, signs_in, (SESSION, TRAIL)),
    "say who it is": Case(nobody_yet, says_who, (SESSION, TRAIL)),
    "bring someone in": Case(mia, brings_in),
    "send someone away": Case(mia, sends_away),
    "have mail go to an own address": Case(mia, moves, (TRAIL,)),
}
