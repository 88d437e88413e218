"""Saving a draft, page by page and as someone types (REQUIREMENTS F2). One write each."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.applications.errors import ChangedElsewhere, Locked, TooMuchText
from chalicelib.applications.inputs import SaveAnswers, SavePage
from chalicelib.applications.model import Application
from chalicelib.applications.rules.drafts import collisions, is_editable
from chalicelib.applications.storage import application_key, parse_application, still
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Conflict, Unavailable
from chalicelib.errors import Invalid
from chalicelib.forms.answers import read_page, refuse_unknown
from chalicelib.forms.inputs import Raw
from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Answers
from chalicelib.forms.service import Service
from chalicelib.services import Services
from chalicelib.unit_of_work import TRIES

Given = Mapping[str, Raw | None]  # None takes an answer away


class DraftEdit(NamedTuple):
    """A page of a form that is being saved: the draft as it was read, the service that it applies for, the page."""

    application: Application
    service: Service
    page: FormPage


def save_page(services: Services, draft: DraftEdit, form: SavePage, now: datetime) -> Application:
    """Save a whole page whose answers are right and return the new version; raise Invalid, and change nothing.

    What another window wrote comes first: the page that comes back with its faults has then seen all that is there.
    """
    refuse_unknown(draft.page, form.answers)
    others = dict.fromkeys({question.key for question in draft.page.questions} - form.answers.keys())
    given = {**others, **form.answers}
    _refuse_collision(services, draft, given, form.seen, now)
    today = now.astimezone(services.portal.zone).date()
    answers = _laid_over(draft.application.answers, given)
    errors = read_page(draft.page, draft.service, answers, today).errors
    if errors:
        raise Invalid({f"answers.{name}": said for name, said in errors.items()})
    return _write(services, draft, given, form.seen, now)


def save_answers(services: Services, draft: DraftEdit, form: SaveAnswers, now: datetime) -> Application:
    """Keep some answers of a page as they are; return the draft with its new version."""
    refuse_unknown(draft.page, form.answers)
    return _write(services, draft, form.answers, form.seen, now)


def _write(services: Services, draft: DraftEdit, given: Given, seen: int, now: datetime) -> Application:
    """Write the answers into the newest draft, unless someone changed this page since version `seen`."""
    for _ in range(TRIES):
        found = draft.application
        _refuse_collision(services, draft, given, seen, now)
        try:
            item = services.table.update(
                application_key(found.account, found.number),
                _saved(services, draft, given, now),
                {"version": 1},
                still(found),
            )
        except Conflict as conflict:
            draft = draft._replace(application=parse_application(conflict.current) or found)
            continue
        return parse_application(item) or found
    raise Unavailable("someone else was always first")


def _refuse_collision(services: Services, draft: DraftEdit, given: Given, seen: int, now: datetime) -> None:
    """Raise Locked where it is no draft any more, or ChangedElsewhere."""
    found, page = draft.application, draft.page
    if not is_editable(found, draft.service, services.portal, now):
        raise Locked
    if found.saved.get(page.key, 0) > seen and (others := collisions(page, found.answers, given)):
        raise ChangedElsewhere({f"answers.{key}": said for key, said in others.items()})


def _saved(services: Services, draft: DraftEdit, given: Given, now: datetime) -> dict[str, Any]:
    """Return what the write sets."""
    found, page = draft.application, draft.page.key
    answers = _laid_over(found.answers, given)
    if len(json.dumps(answers, ensure_ascii=False).encode()) > services.portal.policies.drafts.max_bytes:
        raise TooMuchText
    return {
        "answers": answers,
        "saved": {**found.saved, page: found.version + 1},
        "place": page,
        "saved_at": to_iso(now),
    }


def _laid_over(answers: Answers, given: Given) -> Answers:
    """Return the answers with those that are given; None takes one away."""
    merged = {**answers, **given}
    return {key: value for key, value in merged.items() if value is not None}
