"""Response models that many actions share, and the answers made of them."""

from chalicelib.phrase import Phrase
from chalicelib.record import Record
from chalicelib.web.answers import Done
from chalicelib.web.request import Request


class Changed(Record):
    """The action is done."""

    message: str


class Accepted(Record):
    """What was asked for goes on by email. The answer is the same whether or not an account exists (SECURITY SEC02)."""

    message: str


def accepted(request: Request, notice: Phrase) -> Accepted:
    return Accepted(message=request.words(notice))


def changed(request: Request, to: str, notice: Phrase, status: int = 200) -> Done:
    """Return the answer to an action whose result is a message: a browser reads it on the page at `to`."""
    return Done(to, Changed(message=request.words(notice)), status, notice)
