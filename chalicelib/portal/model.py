"""A portal: one body's site, as data. The engine is the same for all."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.portal.faults import Place, key_of, member, tables, texts, wrong
from chalicelib.portal.policies import Policies
from chalicelib.portal.spans import Switch
from chalicelib.portal.text import Text
from chalicelib.record import Record

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Address = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise wrong("time_zone") from error
    return name


TimeZone = Annotated[str, AfterValidator(_zone)]
IdentifierKind = Literal["email", "user_name", "application_id", "access_code"]


class Phone(Record):
    """A number as people dial it, and what it is for where that needs saying."""

    number: str
    label: Text | None = None


class Body(Record):
    """The organisation behind the portal."""

    name: Text
    short_name: Text
    address: Text
    email: Address
    phones: tuple[Phone, ...] = ()


class Audience(Record):
    """A kind of person who signs in, and by what they are known (REQUIREMENTS A1, A8)."""

    key: Key
    name: Text
    identifiers: Annotated[tuple[IdentifierKind, ...], Field(min_length=1)]
    given: IdentifierKind | None = None  # the identifier that the portal hands out at sign-up (REQUIREMENTS A5)
    chosen: IdentifierKind | None = None  # the one that the person may choose at sign-up
    reset_asks_email: Switch = False  # a forgotten password is asked for with the e-mail address too (REQUIREMENTS S4)


class Wording(Record):
    """What this portal says otherwise than the others."""

    introduction: Text
    identifier: Text  # what the sign-in page calls it
    activation_subject: Text  # of the mail (REQUIREMENTS A3, A5)


class Passage(Record):
    """A part of a page that the body writes itself."""

    heading: Text | None = None
    paragraphs: Annotated[tuple[Text, ...], Field(min_length=1)]


class Portal(Record):
    """One portal. `audiences[0]` is the one that people who sign up belong to."""

    key: Key
    name: Text
    body: Body
    sender: Address
    theme_color: Colour
    time_zone: TimeZone
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    wording: Wording
    privacy: tuple[Passage, ...] = ()  # the body's own notice, in place of ours; what it says of cookies stays
    terms: tuple[Passage, ...] = ()  # the body's own terms of use, in place of ours
    policies: Policies
    theme: str  # CSS: the portal's colours
    mark: str  # SVG: what stands for the body in the header

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def audience(self, key: str | None) -> Audience | None:
        """Return the audience of this key, the first when none is named, None when there is no such one."""
        return next((a for a in self.audiences if key in (None, a.key)), None)

    def asks_for(self, kind: str) -> bool:
        """Tell whether there is a form of this kind that staff check."""
        requests = self.policies.requests
        return requests is not None and kind in requests.kinds

    @property
    def identifier_kinds(self) -> tuple[IdentifierKind, ...]:
        """Every kind that someone can sign in with here, once."""
        return tuple(dict.fromkeys(kind for audience in self.audiences for kind in audience.identifiers))


def audience_faults(data: Any) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Yield what does not agree among the audiences of a portal's file, whatever else is wrong in it."""
    keys = [key_of(each) for each in tables(data, "audiences")]
    yield from ((("audiences",), "stands_twice", {"name": key}) for key in dict.fromkeys(keys) if keys.count(key) > 1)
    for key, audience in zip(keys, tables(data, "audiences"), strict=True):
        known = texts(audience, "identifiers")
        for name in ("given", "chosen"):
            kind = audience.get(name)
            if kind is not None and known and kind not in known:
                yield ("audiences", key, name), "no_identifier", {"name": kind, "known": known}
    if member(data, "audiences", 0, "chosen") and member(data, "policies", "sign_up", "duplicate_address") == "mail":
        yield ("policies", "sign_up", "duplicate_address"), "chosen_is_told", {}
