"""The page that the peers show: five questions of a portal of ours, one of which follows from another's answer."""

import gc
import os
from collections.abc import Callable
from typing import Any

from chalicelib.portal.loader import PORTALS, read

PAGE = "/fr/applications/123456789/form/identity"
PARTS = {"day": "Jour", "month": "Mois", "year": "Année"}


def page() -> dict[str, Any]:
    """Return the page as its file has it, in French."""
    found = read(PORTALS / "social-work" / "forms" / "pages" / "identity.toml")
    return {
        "title": found["title"]["fr"],
        "introduction": found["introduction"]["fr"],
        "questions": [_french(each) for each in found["questions"]],
    }


def _french(question: dict[str, Any]) -> dict[str, Any]:
    return {**question, "label": question["label"]["fr"], "hint": question.get("hint", {}).get("fr", "")}


def count(answer: Callable[[], str]) -> None:
    """Answer until all is warm, then once between the two marks that callgrind knows; each answer is the whole page."""
    gc.disable()
    for _ in range(3):
        _whole(answer())
    os.getloadavg()
    text = answer()
    os.getloadavg()
    _whole(text)


def _whole(text: str) -> None:
    for question in page()["questions"]:
        if question["key"] not in text:
            raise ValueError(f"{question['key']} is not on the page")
