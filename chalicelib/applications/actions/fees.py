"""What an application costs, and that it is paid (REQUIREMENTS M1, M4, F11)."""

from chalicelib.accounts.actions import find as accounts
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.applications.storage import application_name
from chalicelib.billing.actions.find import about
from chalicelib.billing.actions.invoicing import invoice_for
from chalicelib.billing.debts import Receivable
from chalicelib.billing.model import InvoiceWithPayments
from chalicelib.portal.fees import FeeEvent
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def invoice_fee(work: UnitOfWork, application: Application, event: FeeEvent) -> bool:
    """Add to the change the invoice of what has just happened; tell whether the portal's schedule asks anything."""
    service = service_of(work.services, application)
    debt = Receivable(
        account=application.account,
        payer=payer_of(work.services, application),
        language=application.language,
        about=application_name(application.number),
        service=service.key,
        title=service.title,
        event=event,
    )
    return invoice_for(work, debt) is not None


def payer_of(services: Services, application: Application) -> str:
    """Return the applicant's name for papers: as stored at submission, else the account's email address."""
    name = application.applicant
    account = None if name else accounts.by_id(services, application.account)
    return name or (account.email if account else application_name(application.number))


def invoices_of(services: Services, application: Application) -> list[InvoiceWithPayments]:
    """Return what was and is to be paid for the application."""
    return about(services, application.account, application_name(application.number))
