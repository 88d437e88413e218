"""Reading the answers to a page of questions that belongs to no service."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.applications.actions.save import refuse_unknown
from chalicelib.applications.inputs import Raw
from chalicelib.applications.rules.answers import read_questions
from chalicelib.errors import Invalid
from chalicelib.portal.forms.fields import FormPage
from chalicelib.services import Services


def read_alone(services: Services, page: FormPage, given: Mapping[str, Raw], now: datetime) -> Mapping[str, Any]:
    """Return the answers, every one right; raise Invalid."""
    refuse_unknown(page, given)
    read = read_questions(page, page.questions, dict(given), now.astimezone(services.portal.zone).date())
    if read.errors:
        raise Invalid({f"answers.{name}": said for name, said in read.errors.items()})
    return read.values
