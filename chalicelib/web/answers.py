"""Answers of a view: a page, a file, or the result of an action. `web.render` makes HTML or JSON of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from chalicelib.phrase import Phrase
from chalicelib.portal.text import Language
from chalicelib.record import Record

NONE: Mapping[str, Any] = MappingProxyType({})


class Page(NamedTuple):
    """A page to show. A program is given the model."""

    template: str
    model: Record
    values: Mapping[str, Any] = NONE  # what the form's fields hold before anyone typed
    sends_to: str | None = None  # the origin that its form goes to, where that is not ours


class Redirect(NamedTuple):
    """The client goes on at an address that is not ours, such as a file in a bucket."""

    url: str


class Download(NamedTuple):
    """A text to keep as a file."""

    name: str
    media_type: str
    text: str


class Done(NamedTuple):
    """An action succeeded. A browser goes to the page at `to`, or stays where it is; a program is given the model."""

    to: str | None
    model: Record | None = None
    status: int = 200  # for programs: browsers are always sent on with 303
    notice: Phrase | None = None  # said at the top of the next page
    language: Language | None = None  # in which a browser goes on, where that changes


Answer = Page | Done | Download | Redirect


class Form(NamedTuple):
    """A form as it is shown: what was typed, and what is wrong with it."""

    values: Mapping[str, Any] = NONE
    errors: Mapping[str, str] = NONE
    detail: str = ""  # what is wrong with the whole
    reference: str = ""  # what to tell support, where one may call about it

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (link to the field, message) for the list at the top; no link where no field is to blame."""
        whole = [("", self.detail)] if self.detail else []
        return [(f"#{name}", message) for name, message in self.errors.items()] or whole
