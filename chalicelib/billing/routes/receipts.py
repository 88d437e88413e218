"""A person's receipts, and those of a year together (REQUIREMENTS M3)."""

import re

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import signed_in
from chalicelib.billing.actions.receipts import code_of, get_own, receipt_link, receipts_of, year_link
from chalicelib.billing.model import Receipt
from chalicelib.billing.receipts_csv import year_csv
from chalicelib.billing.schemas import ReceiptPage, receipt_page
from chalicelib.errors import NotFound
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page, Redirect
from chalicelib.web.request import Request
from chalicelib.web.router import Router, proven_by
from chalicelib.web.sheets import MEDIA_TYPE

router = Router()
IS_YEAR = re.compile(r"20[0-9]{2}")


@proven_by("session")
def own_receipt(request: Request) -> Receipt:
    """Return the person's receipt that the address names; raise NotFound for another's."""
    return get_own(request.services, signed_in(request).account.id, request.parameters["number"])


@router.get("receipts.page", guard=own_receipt, response=ReceiptPage)
def show_receipt(request: Request, receipt: Receipt) -> Page:
    code = code_of(request.services, receipt)
    model = receipt_page(
        receipt, request.language, code, request.absolute_url(path_for("verification.genuine", code=code))
    )
    return Page("billing/receipt.html", model)


@router.get("receipts.pdf", guard=own_receipt, response=None)
def show_pdf(request: Request, receipt: Receipt) -> Answer:
    return Redirect(receipt_link(request.services, receipt, request.language))


@router.get("receipts.year_pdf", guard=signed_in, response=None)
def download_year(request: Request, person: Person) -> Answer:
    account = person.account.id
    return Redirect(year_link(request.services, account, year_of(request), request.language))


@router.get("receipts.year_csv", guard=signed_in, response=None, file=MEDIA_TYPE)
def download_year_csv(request: Request, person: Person) -> Answer:
    year = year_of(request)
    return year_csv(request, year, receipts_of(request.services, person.account.id, year))


def year_of(request: Request) -> int:
    """Return the year that the address names; raise NotFound."""
    if not IS_YEAR.fullmatch(request.parameters["year"]):
        raise NotFound
    return int(request.parameters["year"])
