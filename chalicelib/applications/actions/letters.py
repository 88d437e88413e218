"""What the portal writes about applications."""

from datetime import datetime

from chalicelib.accounts.model import Account
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import owe_letter
from chalicelib.services import Services


def owe(
    services: Services,
    change: Change,
    template: str,
    account: Account,
    application: Application,
    now: datetime,
    **data: str,
) -> None:
    """Owe the applicant a letter about the file, in the person's language; `data` is for its template."""
    title = service_of(services, application).title
    about = {"number": application.number, "service_fr": title.fr, "service_en": title.en, **data}
    language = account.language or application.language
    owe_letter(services, change, template, account.email, language, now, data=about)
