"""What one page of a form costs elsewhere: plain Jinja2, Flask, and Django, with the same questions and components.

Each program of this folder answers with the page until it is warm, and marks the answer that is counted.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.bench.callgrind import counted

PEERS = {
    "plain_page": "Jinja2 and govuk-frontend-jinja, the template alone",
    "flask_page": "Flask and govuk-frontend-jinja",
    "django_page": "Django and crispy-forms-gds",
}


def measure(folder: Path) -> dict[str, float]:
    """Return the millions of instructions from request to answer, by what the peer is made of; two at a time."""
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda name: next(counted(f"{__name__}.{name}", dumps=folder / f"peer-{name}")), PEERS)
        return dict(zip(PEERS.values(), found, strict=True))
