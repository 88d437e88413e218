"""What the routes of one invoice share: which it is, and where an action leads."""

from chalicelib.accounts.schemas import Changed
from chalicelib.billing.actions.find import get_by_number
from chalicelib.phrase import Phrase
from chalicelib.staff.invoice_presenters import head
from chalicelib.staff.invoice_schemas import InvoiceHead
from chalicelib.web.answers import Done
from chalicelib.web.visit import Visit


def head_of(visit: Visit) -> InvoiceHead:
    """Return which invoice a page with a form is about; raise NotFound. Such a page tells nothing of the person."""
    return head(visit, get_by_number(visit.services, visit.parameters["number"]))


def done(visit: Visit, notice: Phrase) -> Done:
    """Return to the invoice, and say what was done."""
    return Done(f"/staff/invoices/{visit.parameters['number']}", Changed(message=visit.words(notice)), notice=notice)
