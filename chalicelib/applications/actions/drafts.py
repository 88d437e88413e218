"""Retention of drafts: notices, the link that keeps one, the end (REQUIREMENTS E2, F11)."""

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
    is_number,
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
from chalicelib.proof import Proof, owner_of
from chalicelib.retention.actions.find import find_due
from chalicelib.retention.actions.keep_link import is_keep_link
from chalicelib.retention.actions.run_review import run_review
from chalicelib.retention.actions.schedule import cancel_review, first_review_at, schedule_review
from chalicelib.retention.errors import KeepLinkVoid
from chalicelib.retention.model import ScheduledReview
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict
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

    def notify(self, work: UnitOfWork, proof: Proof, ends_at: datetime) -> str:
        write_activity(work, self.account.id, "draft-notice", application_name(self.application.number))
        return enqueue_draft_notice(work, self.account, self.application, Ending(ends_at, proof))

    def end(self, work: UnitOfWork, _review: ScheduledReview) -> None:
        draft = self.application
        put_application(work, moved(draft, ApplicationState.EXPIRED, SYSTEM, work.now).replace(answers={}, saved={}))
        remove_all(work, folder_of(draft))
        enqueue_draft_expired(work, self.account, draft)
        write_activity(work, self.account.id, "draft-expired", application_name(draft.number))


def schedule_draft_review(work: UnitOfWork, draft: Application, service: Service) -> None:
    """Schedule the review of a new draft, in the change that begins it."""
    term = draft_term(service, work.services.portal.policies.drafts)
    at = first_review_at(work.services, draft.saved_at, term)
    schedule_review(work, draft.account, application_name(draft.number), DRAFTS, at)


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


@retry_on_conflict
def keep(services: Services, number: str, token: str, now: datetime) -> None:
    """Let the draft's term begin anew; raise KeepLinkVoid."""
    found = _linked(services, number, token)
    if found is None:
        raise KeepLinkVoid
    work = UnitOfWork(services, now)
    put_application(work, found.application.replace(saved_at=now))
    write_activity(work, found.account.id, "draft-kept", application_name(number))
    work.commit()


def is_link_valid(services: Services, number: str, token: str) -> bool:
    """Tell whether the link still keeps a draft; changes nothing: mail scanners open links too (SECURITY SEC19)."""
    return _linked(services, number, token) is not None


def _linked(services: Services, number: str, token: str) -> RetainableDraft | None:
    found = retainable_draft(services, owner_of(token), number) if is_number(number) else None
    if found is None:
        return None
    about = application_name(number)
    return found if is_keep_link(services, found.account.id, about, DRAFTS, found, token) else None
