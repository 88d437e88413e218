"""What a browser loads with the first page, compressed as the gateway does."""

import gzip
import re
from typing import Any

from infra.bench.events import asset, get
from infra.bench.metered_app import Metered
from infra.trouble import Trouble

ASSET = re.compile(r"(?:href|src)=\"/assets/([^\"]+)\"")
ELSEWHERE = re.compile(r"<(?:link|script|img|iframe)[^>]*(?:href|src)=\"(?:[a-z]+:)?//")


def measure(metered: Metered) -> dict[str, int]:
    """Return the compressed bytes of each asset of the sign-in page, by its name."""
    page = _body(metered, get("/sign-in"))
    if ELSEWHERE.search(page):
        raise Trouble("the first page loads something from a third party")
    names = dict.fromkeys(ASSET.findall(page))
    return {name: len(gzip.compress(_body(metered, asset(name)).encode())) for name in names}


def _body(metered: Metered, event: dict[str, Any]) -> str:
    answer = metered.app(event, None)
    if answer["statusCode"] != 200:
        raise Trouble(f"{event['path']}: {answer}")
    return str(answer["body"])
