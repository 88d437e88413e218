"""Receipts, and the proof of one to anyone who has its code (REQUIREMENTS M3)."""

import re

from chalicelib.accounts.access import person, signed_in
from chalicelib.billing.actions.receipt_files import receipt_link, receipts_of, year_link
from chalicelib.billing.actions.receipts import code_of, get_own
from chalicelib.billing.actions.verification import verify, written
from chalicelib.billing.inputs import Verify
from chalicelib.billing.presenters import genuine
from chalicelib.billing.receipts_csv import year_csv
from chalicelib.billing.schemas import Genuine, ReceiptPage, VerifyPage, receipt_page
from chalicelib.errors import NotFound
from chalicelib.web.answers import Answer, Done, Elsewhere, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.sheets import MEDIA_TYPE
from chalicelib.web.visit import Visit

desk = Desk()
YEAR = "/{lang}/receipts/years/{year}"
IS_YEAR = re.compile(r"20[0-9]{2}")


@desk.get("/{lang}/receipts/{number}", access=signed_in, gives=ReceiptPage)
def show_receipt(visit: Visit) -> Page:
    receipt = get_own(visit.services, person(visit).account.id, visit.parameters["number"])
    code = code_of(visit.services, receipt)
    model = receipt_page(receipt, visit.language, code, visit.absolute(f"/verify/{code}"))
    return Page("billing/receipt.html", model)


@desk.get("/{lang}/receipts/{number}/pdf", access=signed_in, gives=None)
def show_pdf(visit: Visit) -> Answer:
    receipt = get_own(visit.services, person(visit).account.id, visit.parameters["number"])
    return Elsewhere(receipt_link(visit.services, receipt, visit.language))


@desk.get(f"{YEAR}/pdf", access=signed_in, gives=None)
def download_year(visit: Visit) -> Answer:
    account = person(visit).account.id
    return Elsewhere(year_link(visit.services, account, year_of(visit), visit.language))


@desk.get(f"{YEAR}/csv", access=signed_in, gives=None, file=MEDIA_TYPE)
def download_year_csv(visit: Visit) -> Answer:
    year = year_of(visit)
    return year_csv(visit, year, receipts_of(visit.services, person(visit).account.id, year))


def year_of(visit: Visit) -> int:
    """Return the year that the address names; raise NotFound."""
    if not IS_YEAR.fullmatch(visit.parameters["year"]):
        raise NotFound
    return int(visit.parameters["year"])


@desk.get("/{lang}/verify", access=everyone, gives=VerifyPage)
def verify_page(_: Visit) -> Page:
    return Page("billing/verify.html", VerifyPage())


@desk.post("/{lang}/verify", access=everyone, takes=Verify, form=verify_page, gives=Genuine)
def post_verify(visit: Visit, wish: Verify) -> Answer:
    proven = verify(visit.services, wish.code, visit.incoming.address, visit.now)
    return Done(f"/verify/{written(wish.code)}", genuine(visit, proven))


@desk.get("/{lang}/verify/{code}", access=everyone, gives=Genuine)
def show_genuine(visit: Visit) -> Page:
    proven = verify(visit.services, visit.parameters["code"], visit.incoming.address, visit.now)
    return Page("billing/genuine.html", genuine(visit, proven))
