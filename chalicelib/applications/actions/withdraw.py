"""Withdrawing a draft (REQUIREMENTS F6)."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.find import folder_of, reload
from chalicelib.applications.errors import Locked
from chalicelib.applications.model import ApplicationState
from chalicelib.applications.rules.lifecycle import moved
from chalicelib.applications.storage import application_name, put_application
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.documents.actions.files import remove_all
from chalicelib.services import Services


@retry_on_conflict
def withdraw(services: Services, person: Person, number: str, now: datetime) -> None:
    """Withdraw the draft and remove its documents; raise Locked for what was submitted. Twice is as good as once."""
    draft = reload(services, person, number)
    if draft.state is ApplicationState.WITHDRAWN:
        return
    if draft.state is not ApplicationState.DRAFT:
        raise Locked
    change = Change(services.ids.new())
    put_application(change, moved(draft, ApplicationState.WITHDRAWN, draft.account, now).replace(answers={}, saved={}))
    remove_all(services, change, folder_of(draft), now)
    write_activity(change, draft.account, "application-withdrawn", now, about=application_name(number))
    services.table.commit(change)
