"""Identifiers: email address, user name, application ID, access code (REQUIREMENTS A1)."""

import re
from collections.abc import Iterable

from chalicelib.canonical import canonical_email, folded
from chalicelib.portal.model import IdentifierKind


def canonical(kind: IdentifierKind, text: str) -> str | None:
    """Return the one form of what can be typed in several; None where it can't be of this kind."""
    match kind:
        case "email":
            return canonical_email(text)
        case "user_name":
            return _matching(r"[\w.-]{3,64}", folded(text))
        case "application_id":
            return _matching(r"[0-9]{1,32}", _without_separators(text))
        case "access_code":
            return _matching(r"[a-z0-9]{1,32}", _without_separators(text))


def candidates(kinds: Iterable[IdentifierKind], text: str) -> list[tuple[IdentifierKind, str]]:
    """Return what the text may mean, of the kinds that someone can be known by here."""
    forms = ((kind, canonical(kind, text)) for kind in kinds)
    return [(kind, form) for kind, form in forms if form is not None]


def _without_separators(text: str) -> str:
    return re.sub(r"[\s-]", "", folded(text))


def _matching(pattern: str, text: str) -> str | None:
    return text if re.fullmatch(pattern, text) else None
