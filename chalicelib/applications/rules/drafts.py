"""Until when a draft is open, and whether two windows wrote different things (REQUIREMENTS F2)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.applications.model import Answers, Application, ApplicationState
from chalicelib.applications.rules.lifecycle import draft_ends, draft_term
from chalicelib.applications.rules.reading import BREAKS
from chalicelib.applications.rules.values import keys_in
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.forms.fields import AnyQuestion, FormPage, Option
from chalicelib.portal.forms.service import YES, Service
from chalicelib.portal.model import Portal
from chalicelib.portal.text import Text

NOTHING = "–"
CONFIRMED = phrase("Confirmed")
OTHER_DOCUMENT = phrase("another document")
ADDRESS, DAY = ("street", "unit", "city", "province", "postal_code"), ("year", "month", "day")


def is_editable(application: Application, service: Service, portal: Portal, now: datetime) -> bool:
    """Tell whether it can be worked on; a draft whose time is over can't, whether or not it was removed yet.

    One whose end is announced has no end before that was done, and heard: then the job ends it (SECURITY REL14).
    """
    policy = portal.policies.drafts
    if application.state is not ApplicationState.DRAFT:
        return False
    return bool(draft_term(service, policy).notices) or now < draft_ends(application, service, policy, portal.zone)


def collisions(page: FormPage, stored: Answers, given: Mapping[str, Any]) -> dict[str, Phrase]:
    """Return what stands in the draft where something else is given, by question, as it is said beside it."""
    return {
        question.key: phrase("In the other window: {answer}", answer=_said(question, stored.get(question.key)))
        for question in page.questions
        if question.key in given and _meant(question, given[question.key]) != _meant(question, stored.get(question.key))
    }


def _meant(question: AnyQuestion, raw: Any) -> Any:
    """Return an answer in one form: browsers and programs give the same one in several, and tables order its parts."""
    if question.type in ("choices", "declaration"):
        return keys_in(raw)
    if isinstance(raw, dict):
        return {part: text for part, value in raw.items() if (text := _text(value))}
    return _text(raw)


def _said(question: AnyQuestion, raw: Any) -> Any:
    match question.type:
        case "choice" | "choices":
            return _labels(question.options, raw) or NOTHING
        case "declaration":
            return CONFIRMED if YES in keys_in(raw) else NOTHING
        case "document":
            return OTHER_DOCUMENT if raw else NOTHING
        case "address" if isinstance(raw, dict):
            return [*_labels(question.kinds, raw.get("kind")), _in_order(raw, ADDRESS, " ")]
        case "date" if isinstance(raw, dict):
            return _in_order(raw, DAY, "-")
    return _text(raw) or NOTHING


def _labels(options: Iterable[Option], raw: Any) -> list[Text]:
    return [option.label for option in options if option.key in keys_in(raw)]


def _in_order(raw: Mapping[str, Any], parts: Iterable[str], between: str) -> str:
    return between.join(_text(raw[part]) for part in parts if raw.get(part)) or NOTHING


def _text(raw: Any) -> str:
    """Return it without what the way of sending it adds."""
    return "" if raw is None or raw is False else BREAKS.sub("\n", str(raw)).strip()
