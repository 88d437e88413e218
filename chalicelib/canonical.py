"""One form of what people write in several, so that the same is found to be the same (SECURITY SEC64)."""

import re
import unicodedata

POSTAL_CODE = re.compile(r"([ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z])[\s-]*([0-9][ABCEGHJ-NPRSTV-Z][0-9])")


def canonical_email(text: str) -> str | None:
    """Return an address in lower case with its domain as it is on the wire (SECURITY SEC64); None for what is none."""
    local, _, domain = folded(text).rpartition("@")
    ascii_domain = _ascii_domain(domain)
    if ascii_domain is None or not re.fullmatch(r"[^\s@<>()\[\],;:\"\\]{1,64}", local):
        return None
    return f"{local}@{ascii_domain}"


def same_address(one: str, other: str) -> bool:
    """Tell whether mail to either goes to the same mailbox."""
    return canonical_email(one) == canonical_email(other)


def canonical_postal_code(text: str) -> str | None:
    """Return « A1C 6L9 »; None for what is no Canadian postal code."""
    found = POSTAL_CODE.fullmatch(text.strip().upper())
    return " ".join(found.groups()) if found else None


def canonical_network(address: str) -> str:
    """Return the network that a visitor's address stands for: of IPv6 the first 64 bits, which one home has.

    IPv4 written as IPv6 is IPv4; what is no address stays as it is.
    """
    if ":" not in address:
        return address
    import ipaddress  # noqa: PLC0415 -- most requests come by IPv4

    try:
        found = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    return str(found.ipv4_mapped or ipaddress.IPv6Network((found.packed, 64), strict=False))


def folded(text: str) -> str:
    """Return text in one case and one composition."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def _ascii_domain(domain: str) -> str | None:
    if not domain.isascii():
        import idna  # noqa: PLC0415 -- few addresses need its tables

        try:
            domain = idna.encode(domain, uts46=True).decode()
        except idna.IDNAError:
            return None
    label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    return domain if re.fullmatch(rf"(?:{label}\.)+{label}", domain) and len(domain) <= 253 else None
