"""What the routes of accounts share: who may sign up, and the words of some answers."""

from datetime import timedelta

from chalicelib.accounts.schemas import AudienceChoice
from chalicelib.errors import NotFound
from chalicelib.portal.policies import SignUpPolicy
from chalicelib.web.request import Request


def sign_up_is_open(request: Request) -> SignUpPolicy:
    """Let anyone in, where people open their accounts themselves (REQUIREMENTS A1)."""
    policy = request.portal.policies.sign_up
    if not policy.open:
        raise NotFound
    return policy


def carry_identifier(request: Request, email: str) -> None:
    """Hand the address to the sign-in page, where one signs in with it."""
    if "email" in request.portal.audiences[0].identifiers:
        request.response.carry(identifier=email)


def seconds(span: timedelta) -> int:
    """Return a span as programs are told it."""
    return int(span.total_seconds())


def audience_choices(request: Request) -> tuple[AudienceChoice, ...]:
    """Return the audiences to choose from; none where there is no choice."""
    audiences = request.portal.audiences
    choices = [AudienceChoice(key=audience.key, name=audience.name[request.language]) for audience in audiences]
    return tuple(choices) if len(choices) > 1 else ()
