"""Helpers of the routes about one invoice: finding it for a page with a form, and going back to it."""

from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.backoffice.presenters import head
from chalicelib.billing.backoffice.schemas import InvoiceHead
from chalicelib.phrase import Phrase
from chalicelib.urls import path_for
from chalicelib.web.answers import Done
from chalicelib.web.common_schemas import changed
from chalicelib.web.request import Request


def head_of(request: Request) -> InvoiceHead:
    """Return which invoice a page with a form is about; raise NotFound. The page shows nothing of the person."""
    return head(request, get_by_number(request.services, request.parameters["number"]))


def done(request: Request, notice: Phrase) -> Done:
    """Return to the invoice, and say what was done."""
    return changed(request, path_for("finance_invoice.page", number=request.parameters["number"]), notice)
