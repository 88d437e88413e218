"""Schemas of the pages that describe the portal."""

from chalicelib.portal.model import Phone
from chalicelib.record import Record


class HomePage(Record):
    """The front page."""

    portal: str
    body: str
    introduction: str
    sign_up_is_open: bool


class Contact(Record):
    """Whom to ask."""

    body: str
    email: str
    phones: tuple[Phone, ...]


class GuidancePage(Record):
    """A page of text."""

    title: str
