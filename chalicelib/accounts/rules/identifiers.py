"""What people are known by: e-mail address, user name, application ID, access code (REQUIREMENTS A1)."""

import re
import unicodedata
from collections.abc import Iterable

from chalicelib.portal.model import IdentifierKind


def canonical(kind: IdentifierKind, text: str) -> str | None:
    """Return the one form of what can be typed in several; None where it can't be of this kind."""
    match kind:
        case "email":
            return canonical_email(text)
        case "user_name":
            return _matching(r"[\w.-]{3,64}", _folded(text))
        case "application_id":
            return _matching(r"[0-9]{1,32}", _without_separators(text))
        case "access_code":
            return _matching(r"[a-z0-9]{1,32}", _without_separators(text))


def candidates(kinds: Iterable[IdentifierKind], text: str) -> list[tuple[IdentifierKind, str]]:
    """Return what the text may mean, of the kinds that someone can be known by here."""
    forms = ((kind, canonical(kind, text)) for kind in kinds)
    return [(kind, form) for kind, form in forms if form is not None]


def canonical_email(text: str) -> str | None:
    """Return an address in lower case with its domain as it is on the wire (SECURITY SEC64); None for what is none."""
    local, _, domain = _folded(text).rpartition("@")
    ascii_domain = _ascii_domain(domain)
    if ascii_domain is None or not re.fullmatch(r"[^\s@<>()\[\],;:\"\\]{1,64}", local):
        return None
    return f"{local}@{ascii_domain}"


def _folded(text: str) -> str:
    """Return text in one case and one composition."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def _without_separators(text: str) -> str:
    return re.sub(r"[\s-]", "", _folded(text))


def _matching(pattern: str, text: str) -> str | None:
    return text if re.fullmatch(pattern, text) else None


def _ascii_domain(domain: str) -> str | None:
    if not domain.isascii():
        import idna  # noqa: PLC0415 -- few addresses need its tables

        try:
            domain = idna.encode(domain, uts46=True).decode()
        except idna.IDNAError:
            return None
    label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    return domain if re.fullmatch(rf"(?:{label}\.)+{label}", domain) and len(domain) <= 253 else None
