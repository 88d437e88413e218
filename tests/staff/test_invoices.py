"""What finance does with invoices, by their pages: found, made, reduced, closed, paid and refunded (W4; SEC40)."""

from typing import Any

import pytest

from chalicelib.app_factory import create_app
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.staff.model import StaffRole
from tests.support.billing import Till, issued, later, offered
from tests.support.http import Browser
from tests.support.members import EMAIL, sign_in
from tests.support.staff import ANNE, BASIL, staff_browser, staff_program

INVOICES = "/en/staff/invoices"
REQUEST = "a" * 32


class Finance:
    """A till, and two of finance whose programs are signed in."""

    def __init__(self) -> None:
        self.till = Till()
        self.app = create_app(self.till)
        self.anne = staff_program(self.till, self.app, StaffRole.FINANCE, email=ANNE)
        self.basil = staff_program(self.till, self.app, StaffRole.FINANCE, email=BASIL)

    def matters(self, show: str = "all") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.anne.get(f"{INVOICES}?show={show}").json["matters"]
        return found

    def page(self, invoice: Invoice) -> Any:
        return self.anne.get(path(invoice)).json

    def done(self, invoice: Invoice) -> list[tuple[str, str]]:
        """Return what staff did with an invoice, in order, by whom; but for looking at it."""
        trail = [(entry["kind"], entry["by"]) for entry in reversed(self.page(invoice)["trail"])]
        return [(kind, by) for kind, by in trail if by in (ANNE, BASIL) and kind != "invoice-viewed"]


def path(invoice: Invoice, *parts: str) -> str:
    return "/".join((INVOICES, invoice.name, *parts))


def wish(**more: Any) -> dict[str, Any]:
    """Return what the form of an invoice by hand sends."""
    fields = {"email": EMAIL, "payer": "Zoé L.", "title_fr": "Copies", "title_en": "Copies", "amount": 10_00}
    return {"request": REQUEST, **fields, **more}


def paid(till: Till) -> Invoice:
    invoice, payment = offered(till)
    assert payment.session
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    return invoice


@pytest.mark.req("W4")
def test_an_invoice_is_found_by_its_number_and_an_unknown_number_is_said() -> None:
    desk = Finance()
    invoice = issued(desk.till)
    found = desk.anne.post(f"{INVOICES}/find", number=invoice.number)
    assert found.json["path"] == f"/staff/invoices/{invoice.number}"
    assert "number" in desk.anne.post(f"{INVOICES}/find", number="2026-999999").json["errors"]


@pytest.mark.req("SEC40", "W6")
def test_a_look_is_written_into_the_persons_activities_with_whose_it_was() -> None:
    desk = Finance()
    page = desk.page(issued(desk.till))
    assert (page["trail"][0]["kind"], page["trail"][0]["by"]) == ("invoice-viewed", ANNE)
    assert (page["email"], page["cents"], page["actions"]) == (EMAIL, 126_50, ["record", "credit", "close"])


@pytest.mark.req("W4", "SEC55")
def test_an_invoice_by_hand_has_its_taxes_and_sent_twice_is_one() -> None:
    desk = Finance()
    made = [desk.anne.post(f"{INVOICES}/new", **wish(taxes={"hst": True})).json["invoice"] for _ in "12"]
    assert made == [REQUEST, REQUEST]
    assert desk.done(get_by_number(desk.till, REQUEST).invoice) == [("invoice-made", ANNE)]
    later(desk.till, days=5)
    invoice = get_by_number(desk.till, REQUEST).invoice
    assert (invoice.number, invoice.total, invoice.state) == ("2026-000001", 11_50, InvoiceState.OPEN)


@pytest.mark.req("W4")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody@example.org"),
        ("amount", 0),
        ("amount", "abc"),
        ("taxes", {"vat": True}),
        ("request", "x"),
    ],
)
def test_an_invoice_by_hand_that_can_not_be_is_refused_at_its_field(field: str, value: object) -> None:
    desk = Finance()
    assert field in desk.anne.post(f"{INVOICES}/new", **wish(**{field: value})).json["errors"]


@pytest.mark.req("W4")
def test_another_invoice_takes_the_place_of_a_cancelled_one_once_and_owes_the_same_debt() -> None:
    desk = Finance()
    invoice = issued(desk.till)
    desk.anne.post(path(invoice, "close"), decision="cancelled", reason="Erreur")
    answers = [desk.anne.post(f"{INVOICES}/new", **wish(request=each * 32), instead_of=invoice.number) for each in "ab"]
    made = get_by_number(desk.till, answers[0].json["invoice"]).invoice
    assert (made.debt.about, made.debt.event, made.debt.payer) == (invoice.debt.about, "application", "Zoé L.")
    assert "instead_of" in answers[1].json["errors"]
    assert (desk.page(invoice)["replaced_by"], desk.page(invoice)["actions"]) == (made.id, [])


@pytest.mark.req("W4")
def test_what_is_not_cancelled_or_another_persons_is_not_replaced() -> None:
    desk = Finance()
    is_open = issued(desk.till)
    desk.till.person = desk.till.person.replace(id="f" * 32)
    theirs = issued(desk.till)
    desk.anne.post(path(theirs, "close"), decision="cancelled", reason="Erreur")
    names = (is_open.number, theirs.number, "2026-999999")
    answers = [desk.anne.post(f"{INVOICES}/new", **wish(instead_of=name)) for name in names]
    assert [list(answer.json["errors"]) for answer in answers] == [["instead_of"]] * 3


@pytest.mark.req("W4")
def test_the_form_knows_which_invoice_it_was_opened_from() -> None:
    till = Till()
    browser = staff_browser(till, create_app(till), StaffRole.FINANCE, language="en")
    assert 'value="2026-000001"' in browser.get(f"{INVOICES}/new?instead_of=2026-000001").body


@pytest.mark.req("W4")
def test_a_form_takes_dollars_as_they_are_written_and_keeps_what_was_typed() -> None:
    till = Till()
    invoice = issued(till)
    browser = staff_browser(till, create_app(till), StaffRole.FINANCE, language="fr")
    here = path(invoice, "credit").replace("/en/", "/fr/")
    assert 'value="26,50 $"' in browser.submit(here, amount="26,50 $", request=REQUEST).body
    browser.submit(here, amount="26,50 $", reason="Geste", request=REQUEST)
    assert till.with_payments(invoice).invoice.total == 100_00


@pytest.mark.req("W4")
def test_the_person_reads_why_less_is_asked_for() -> None:
    desk = Finance()
    invoice = issued(desk.till)
    desk.anne.post(path(invoice, "credit"), amount=26_50, reason="Geste commercial", request=REQUEST)
    browser = Browser(desk.app)
    sign_in(desk.till, browser)
    assert "Geste commercial" in browser.get(f"/fr/invoices/{invoice.number}").body


@pytest.mark.req("W4")
@pytest.mark.parametrize("decision", ["waived", "cancelled"])
def test_an_invoice_is_closed_with_a_reason(decision: str) -> None:
    desk = Finance()
    invoice = issued(desk.till)
    without = desk.anne.post(path(invoice, "close"), decision=decision)
    desk.anne.post(path(invoice, "close"), decision=decision, reason="Difficultés")
    page = desk.page(invoice)
    assert ("reason" in without.json["errors"], page["standing"]) == (True, decision)
    assert page["actions"] == (["replace"] if decision == "cancelled" else [])
    assert [kind for kind, _ in desk.done(invoice)] == [f"invoice-{decision}"]


@pytest.mark.req("W4", "SEC40")
def test_a_cheque_counts_when_another_one_of_finance_confirms_it() -> None:
    desk = Finance()
    invoice = issued(desk.till)
    for _ in range(2):
        desk.anne.post(path(invoice, "payment"), method="cheque", reference="00042", request=REQUEST)
    own = desk.anne.post(path(invoice, "payment", REQUEST), decision="confirmed")
    waits = [(each["what"], each["number"], each["is_mine"]) for each in desk.matters("second")]
    desk.basil.post(path(invoice, "payment", REQUEST), decision="confirmed")
    page = desk.page(invoice)
    assert (own.status, waits) == (403, [("confirm", invoice.number, True)])
    assert (page["standing"], page["payments"][0]["recorded_by"], page["payments"][0]["confirmed_by"]) == (
        "paid",
        ANNE,
        BASIL,
    )
    assert [kind for kind, _ in desk.done(invoice)] == ["payment-recorded", "invoice-paid"]
    assert desk.matters() == []


@pytest.mark.req("W4")
def test_what_was_recorded_by_mistake_is_taken_back() -> None:
    desk = Finance()
    invoice = issued(desk.till)
    desk.anne.post(path(invoice, "payment"), method="transfer", reference="T", request=REQUEST)
    desk.anne.post(path(invoice, "payment", REQUEST), decision="dismissed")
    late = [desk.basil.post(path(invoice, "payment", REQUEST), decision=each) for each in ("confirmed", "dismissed")]
    assert ([answer.status for answer in late], desk.page(invoice)["standing"]) == ([409, 409], "open")


@pytest.mark.req("W4", "SEC40")
def test_a_refund_goes_back_when_another_one_agrees() -> None:
    desk = Finance()
    invoice = paid(desk.till)
    too_much = desk.anne.post(path(invoice, "refund"), amount=126_51, reason="Erreur", request=REQUEST)
    for _ in range(2):
        desk.anne.post(path(invoice, "refund"), amount=26_50, reason="Erreur", request=REQUEST)
    own = desk.anne.post(path(invoice, "refund", REQUEST), decision="agreed")
    desk.basil.post(path(invoice, "refund", REQUEST), decision="agreed")
    work(desk.till, desk.till.now)
    page = desk.page(invoice)
    assert ("amount" in too_much.json["errors"], own.status, page["refundable"]) == (True, 403, 100_00)
    assert next(iter(desk.till.payments.refunds.values()))[1] == 26_50
    assert [kind for kind, _ in desk.done(invoice)] == ["refund-proposed", "refund-agreed"]


# --- what goes wrong ---


@pytest.mark.req("W4", "SEC53")
def test_what_went_wrong_waits_until_someone_has_dealt_with_it() -> None:
    desk = Finance()
    invoice = paid(desk.till)
    payment = desk.till.with_payments(invoice).payment
    assert payment
    assert payment.session
    handle_event(
        desk.till,
        desk.till.payments,
        desk.till.payments.notice(payment.session, PaymentOutcome.DISPUTED),
        desk.till.now,
    )
    (matter,) = desk.matters("alerts")
    gone = desk.anne.post(f"{INVOICES}/alerts", about=matter["about"], what=matter["what"])
    again = desk.basil.post(f"{INVOICES}/alerts", about=matter["about"], what=matter["what"])
    unknown = desk.basil.post(f"{INVOICES}/alerts", about="x", what="y")
    assert (matter["what"], matter["number"]) == ("disputed", invoice.number)
    assert ([answer.status for answer in (gone, again, unknown)], desk.matters()) == ([200, 200, 404], [])
    assert desk.done(invoice)[-1][0] == "alert-dealt-with"
