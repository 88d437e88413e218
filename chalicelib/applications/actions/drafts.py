"""Retention of drafts: notices, then the draft expires (REQUIREMENTS E2, F11). Submitted applications never do."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.model import Account
from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.applications.actions.emails import enqueue_draft_expired, enqueue_draft_notice
from chalicelib.applications.actions.find import folder_of, service_of
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import draft_term, moved
from chalicelib.applications.storage import (
    application_key,
    application_name,
    parse_application,
    put_application,
    require_application,
)
from chalicelib.cloud.table import Change, Key
from chalicelib.documents.actions.files import remove_all
from chalicelib.due import Left, unlimited, work_through
from chalicelib.forms.service import Service
from chalicelib.outbox.actions import Ending
from chalicelib.portal.terms import Term
from chalicelib.proof import Proof
from chalicelib.retention.actions.find import find_due
from chalicelib.retention.actions.run_review import run_review
from chalicelib.retention.actions.schedule import cancel_review, first_review_at, schedule_review
from chalicelib.retention.model import ScheduledReview
from chalicelib.services import Services
from chalicelib.urls import path_for

DRAFTS = "drafts"  # kind of due work


class RetainableDraft(NamedTuple):
    """Implements Retainable for a draft."""

    application: Application
    account: Account
    term: Term

    @property
    def since(self) -> datetime:
        return self.application.saved_at

    def is_held(self) -> bool:
        return False

    def require(self, change: Change) -> None:
        require_application(change, self.application)

    def proof(self, nonce: str) -> Proof:
        return Proof(
            path=path_for("keep_draft.page", number=self.application.number), owner=self.account.id, nonce=nonce
        )

    def notify(self, services: Services, change: Change, proof: Proof, ends_at: datetime, now: datetime) -> str:
        _trace(change, self.application, "draft-notice", now)
        return enqueue_draft_notice(services, change, self.account, self.application, Ending(ends_at, proof), now)

    def end(self, services: Services, change: Change, _review: ScheduledReview, now: datetime) -> None:
        draft = self.application
        put_application(change, moved(draft, ApplicationState.EXPIRED, SYSTEM, now).replace(answers={}, saved={}))
        remove_all(services, change, folder_of(draft), now)
        enqueue_draft_expired(services, change, self.account, draft, now)
        _trace(change, draft, "draft-expired", now)


def schedule_draft_review(services: Services, change: Change, draft: Application, service: Service) -> None:
    """Schedule the review of a new draft, in the change that begins it."""
    term = draft_term(service, services.portal.policies.drafts)
    at = first_review_at(services, draft.saved_at, term)
    schedule_review(change, draft.account, application_name(draft.number), DRAFTS, at)


def review_drafts(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Carry out the reviews of drafts that are due; return how many sent a notice or ended a draft."""

    def review_one(key: Key) -> bool:
        review = find_due(services, key, DRAFTS, now)
        if review is None:
            return False
        found = retainable_draft(services, review.account, review.about.removeprefix(application_name("")))
        return run_review(services, review, found, now) if found else cancel_review(services, review)

    return work_through(services.table, DRAFTS, now, review_one, left)


def retainable_draft(services: Services, who: str, number: str) -> RetainableDraft | None:
    """Return a draft of this account, by its number; None where it is no draft any more, or the account is gone."""
    draft = parse_application(services.table.get(application_key(who, number)))
    account = accounts.by_id(services, who)
    if draft is None or account is None or draft.state is not ApplicationState.DRAFT:
        return None
    return RetainableDraft(draft, account, draft_term(service_of(services, draft), services.portal.policies.drafts))


def _trace(change: Change, draft: Application, kind: str, now: datetime) -> None:
    write_activity(change, draft.account, kind, now, SYSTEM, application_name(draft.number))
