"""What the routes of accounts share: who may sign up, and the words of some answers."""

from datetime import timedelta

from chalicelib.accounts.schemas import Accepted, AudienceChoice, Changed
from chalicelib.errors import NotFound
from chalicelib.phrase import Phrase
from chalicelib.web.visit import Visit


def sign_up_is_open(visit: Visit) -> None:
    """Let anyone in, where people open their accounts themselves (REQUIREMENTS A1)."""
    if not visit.portal.policies.sign_up.open:
        raise NotFound


def carry_identifier(visit: Visit, email: str) -> None:
    """Hand the address to the sign-in page, where one signs in with it."""
    if "email" in visit.portal.audiences[0].identifiers:
        visit.carry(identifier=email)


def accepted(visit: Visit, what: Phrase) -> Accepted:
    return Accepted(message=visit.words(what))


def changed(visit: Visit, what: Phrase) -> Changed:
    return Changed(message=visit.words(what))


def seconds(span: timedelta) -> int:
    """Return a span as programs are told it."""
    return int(span.total_seconds())


def audience_choices(visit: Visit) -> tuple[AudienceChoice, ...]:
    """Return the audiences to choose from; none where there is no choice."""
    audiences = visit.portal.audiences
    choices = [AudienceChoice(key=audience.key, name=audience.name[visit.language]) for audience in audiences]
    return tuple(choices) if len(choices) > 1 else ()
