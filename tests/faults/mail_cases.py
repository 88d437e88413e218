"""What follows when mail does not arrive, as cases for `crashes`."""

from datetime import timedelta

from chalicelib.accounts.actions import email_delivery
from chalicelib.accounts.actions.sessions import Person
from chalicelib.outbox.delivery_events import list_troubles
from chalicelib.outbox.model import DeliveryEvent, EmailState
from tests.faults.cases import MAIL, mailed, member
from tests.faults.crashes import Case
from tests.faults.place import Place
from tests.support.emails import enqueued

# --- to the point ---


def written_to(place: Place) -> tuple[Person, str]:
    """Return someone with an account, and an email that was sent to them."""
    person = member(place)
    email = enqueued(place.world, person.account.email, account=person.account.id)
    mailed(place)
    return person, email


def unreachable(place: Place) -> Person:
    """Return someone whose mail came back."""
    person, email = written_to(place)
    comes_back(place, (person, email))
    return person


def in_trouble(place: Place) -> str:
    """Return an address of which staff have to know."""
    unreachable(place)
    return next(iter(list_troubles(place.world))).id


def trying(place: Place) -> str:
    """Return the email that tries an address."""
    asks_for_test(place, unreachable(place))
    place.world.clock.advance(timedelta(minutes=1))
    return mailed(place).email_id


# --- what is done ---


def comes_back(place: Place, found: tuple[Person, str]) -> None:
    _tell(place, found[1], EmailState.BOUNCED)


def arrives(place: Place, email: str) -> None:
    _tell(place, email, EmailState.DELIVERED)


def _tell(place: Place, email: str, state: EmailState) -> None:
    event = DeliveryEvent(email_id=email, state=state, at=place.world.now)
    email_delivery.apply_delivery_event(place.world, event, place.world.now)


def asks_for_test(place: Place, person: Person) -> None:
    email_delivery.send_test(place.world, person, place.world.now)


def asks_again(place: Place, found: tuple[Person, str]) -> None:
    email_delivery.send_again(place.world, *found, place.world.now)


def is_noted(place: Place, trouble: str) -> None:
    email_delivery.settle(place.world, trouble, "staff-1", place.world.now, reopens=False)


def is_reopened(place: Place, trouble: str) -> None:
    email_delivery.settle(place.world, trouble, "staff-1", place.world.now, reopens=True)


MAILS = {
    "a mail comes back": Case(written_to, comes_back),
    "a test mail arrives": Case(trying, arrives),
    "asks for a test mail": Case(unreachable, asks_for_test, again=(MAIL,)),
    "asks for a mail again": Case(written_to, asks_again, again=(MAIL,)),
    "staff know of an address": Case(in_trouble, is_noted),
    "staff open an address": Case(in_trouble, is_reopened),
}
