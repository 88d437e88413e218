"""Names of browsers and systems, read from the user agent."""

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device_name(agent: str) -> str:
    """Return `Firefox, Windows`; for what is no browser, the beginning of what it says: `curl/8.5`."""
    names = [_first(BROWSERS, agent), _first(SYSTEMS, agent)]
    known = ", ".join(name for name in names if name)
    return known or "".join(c for c in agent[:40] if c.isprintable()) or "–"


def _first(names: dict[str, str], agent: str) -> str | None:
    """Return the first name that stands in it: each browser also claims to be those after it."""
    return next((name for mark, name in names.items() if mark in agent), None)
