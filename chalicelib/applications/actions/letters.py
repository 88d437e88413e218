"""What the portal writes about applications."""

from datetime import datetime
from typing import Any

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
    **more: Any,
) -> str:
    """Owe the applicant a letter about the file, in the person's language; return its id.

    `more` may hold other fields of the letter; its `data` stand beside what every such letter says of the file.
    """
    title = service_of(services, application).title
    about = {"number": application.number, "service_fr": title.fr, "service_en": title.en, **more.pop("data", {})}
    language = account.language or application.language
    more |= {"account": account.id, "data": about}
    return owe_letter(services, change, template, account.email, language, now, **more)
