"""People who ask for something on a form, and the request that staff find."""

from typing import Any

from chalicelib.app_factory import create_app
from chalicelib.requests.actions.queue import waiting
from chalicelib.requests.model import AccessRequest
from tests.support.http import Answer, Program
from tests.support.people import ZOE
from tests.support.world import World

FORM = {"name": "Zoé Tremblay", "company": "Quincaillerie Zoé", "email": ZOE, "phone": "514 555-0100"}


def filled_in(world: World, kind: str) -> dict[str, str]:
    """Return the fields of a browser's form, those that must be filled in."""
    asks = world.catalogue.requests[kind].questions
    return {f"answers.{question.key}": FORM[question.key] for question in asks if question.required}


def sent(world: World, kind: str = "access", language: str = "fr", **answers: Any) -> Answer:
    """Send the form, filled in; return what is answered."""
    given = {name: value for name, value in {**FORM, **answers}.items() if value is not None}
    return Program(create_app(world)).post(f"/{language}/requests/{kind}", answers=given)


def asked(world: World, kind: str = "access", language: str = "fr", **answers: Any) -> AccessRequest:
    """Send the form, filled in; return the request that waits since then."""
    answer = sent(world, kind, language, **answers)
    assert answer.status == 202, answer
    return waiting(world, 100).requests[-1]
