"""Until when a draft is open, and whether two windows wrote different things (REQUIREMENTS F2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import draft_ends, draft_term
from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Answers
from chalicelib.forms.service import Service
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.model import Portal


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
        question.key: phrase("In the other window: {answer}", answer=question.quote(stored.get(question.key)))
        for question in page.questions
        if question.key in given
        and question.comparable(given[question.key]) != question.comparable(stored.get(question.key))
    }
