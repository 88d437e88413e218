"""What time does to drafts: their end is announced, then they end (REQUIREMENTS E2, F11). Submitted ones never do."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.model import Account
from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.applications.actions.find import folder_of, service_of
from chalicelib.applications.actions.letters import owe
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
from chalicelib.i18n.languages import write
from chalicelib.portal.terms import Term
from chalicelib.portal.text import LANGUAGES
from chalicelib.proof import Proof
from chalicelib.retention.actions.find import find_due
from chalicelib.retention.actions.look import first_look, forget, look, watch_over
from chalicelib.retention.model import Watch
from chalicelib.services import Services
from chalicelib.urls import path_for

DRAFTS = "drafts"  # kind of due work


class Draft(NamedTuple):
    """A draft as retention sees it: a Case."""

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

    def tell(self, services: Services, change: Change, proof: Proof, ends_at: datetime, now: datetime) -> str:
        day, zone = ends_at.astimezone(services.portal.zone).date(), services.portal.zone
        data = {f"day_{language}": write(day, language, zone) for language in LANGUAGES}
        _trace(change, self.application, "draft-notice", now)
        return owe(
            services, change, "draft-notice", self.account, self.application, now, data=data, proof=proof, awaited=True
        )

    def end(self, services: Services, change: Change, _watch: Watch, now: datetime) -> None:
        draft = self.application
        put_application(change, moved(draft, ApplicationState.EXPIRED, SYSTEM, now).replace(answers={}, saved={}))
        remove_all(services, change, folder_of(draft), now)
        owe(services, change, "draft-expired", self.account, draft, now)
        _trace(change, draft, "draft-expired", now)


def watch_draft(services: Services, change: Change, draft: Application, service: Service) -> None:
    """Watch a draft that begins, in the same change."""
    term = draft_term(service, services.portal.policies.drafts)
    at = first_look(services, draft.saved_at, term)
    watch_over(change, draft.account, application_name(draft.number), DRAFTS, at)


def look_at_drafts(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Announce and end what is due; return how often."""

    def look_at(key: Key) -> bool:
        watch = find_due(services, key, DRAFTS, now)
        if watch is None:
            return False
        case = case_of(services, watch.account, watch.about.removeprefix(application_name("")))
        return look(services, watch, case, now) if case else forget(services, watch)

    return work_through(services.table, DRAFTS, now, look_at, left)


def case_of(services: Services, who: str, number: str) -> Draft | None:
    """Return a draft of this account, by its number; None where it is none any more, or belongs to nobody."""
    draft = parse_application(services.table.get(application_key(who, number)))
    account = accounts.by_id(services, who)
    if draft is None or account is None or draft.state is not ApplicationState.DRAFT:
        return None
    return Draft(draft, account, draft_term(service_of(services, draft), services.portal.policies.drafts))


def _trace(change: Change, draft: Application, kind: str, now: datetime) -> None:
    write_activity(change, draft.account, kind, now, SYSTEM, application_name(draft.number))
