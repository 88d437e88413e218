"""The pages of invoices, to people and to programs; another's are absent (M1, M2; SECURITY SEC38, SEC54)."""

import csv
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from chalice.app import Chalice

from chalicelib.app_factory import create_app
from chalicelib.billing.actions.adjustments import waive
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.model import Invoice
from chalicelib.cloud.payments import PaymentOutcome
from tests.support.billing import Till, down, issued, later, offered, owed
from tests.support.http import Answer, Browser, Program
from tests.support.members import sign_in
from tests.support.world import World

NUMBER = "2026-000001"


def browser_of(till: Till, app: Chalice | None = None) -> Browser:
    browser = Browser(app or create_app(till))
    sign_in(till, browser)
    return browser


def program_of(till: Till) -> Program:
    program = Program(create_app(till))
    program.post("/en/sign-in", identifier="zoe@example.org", password="maple-Canoe-7-thunder")
    return program


def paid(till: Till) -> Invoice:
    invoice, payment = offered(till)
    assert payment.session
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    return till.with_payments(invoice).invoice


# --- the list ---


@pytest.mark.req("M1")
def test_the_list_shows_what_is_issued_with_what_is_to_be_paid() -> None:
    till = Till()
    issued(till)
    owed(till)
    page = program_of(till).get("/en/invoices").json
    assert ([each["number"] for each in page["invoices"]], page["to_pay"]) == ([NUMBER], 126_50)


FILTERS = [
    ("", ["2027-000002", "2027-000001", NUMBER]),
    ("?show=open", ["2027-000002", "2027-000001"]),
    ("?show=paid", [NUMBER]),
    ("?year=2027", ["2027-000002", "2027-000001"]),
    ("?show=paid&year=2027", []),
    ("?show=nonsense&year=1999", ["2027-000002", "2027-000001", NUMBER]),
]


@pytest.mark.req("M1")
@pytest.mark.parametrize(("query", "numbers"), FILTERS)
def test_the_list_is_filtered_by_state_and_year_and_old_ones_stay(query: str, numbers: list[str]) -> None:
    till = Till()
    paid(till)
    till.clock.advance(timedelta(days=365))
    issued(till)
    till.clock.advance(minutes=1)
    issued(till)
    assert [each["number"] for each in program_of(till).get(f"/en/invoices{query}").json["invoices"]] == numbers


# --- one invoice ---


@pytest.mark.req("M1")
def test_an_invoice_says_its_lines_and_taxes() -> None:
    till = Till()
    issued(till)
    page = browser_of(till).get(f"/fr/invoices/{NUMBER}")
    for said in (
        "Frais de dossier",
        "110,00\u00a0$",
        "16,50\u00a0$",
        "126,50\u00a0$",
        "15\u00a0%",
        "10755 4821 RT0001",
    ):
        assert said in page.body


@pytest.mark.req("SEC38")
@pytest.mark.parametrize("path", ["", "/pay", "/confirmation"])
def test_what_is_not_shown_yet_is_absent_and_so_is_anothers(path: str) -> None:
    till, other = Till(), Till()
    owed(till)
    issued(other)
    assert [
        program_of(each).get(f"/en/invoices/{number}{path}").status
        for each, number in ((till, NUMBER), (other, "2026-000002"))
    ] == [404, 404]


@pytest.mark.req("SEC38")
def test_the_invoice_of_another_person_is_absent() -> None:
    till = Till()
    invoice = issued(till)
    row = next(item for key, item in till.rows.items.items() if key.sk == f"INVOICE#{invoice.id}")
    stranger = {**row, "pk": "ACCOUNT#" + "f" * 32, "debt": {**row["debt"], "account": "f" * 32}}
    del till.rows.items[next(key for key in till.rows.items if key.sk == f"INVOICE#{invoice.id}")]
    till.rows.items[type(next(iter(till.rows.items)))(stranger["pk"], stranger["sk"])] = stranger
    program = program_of(till)
    assert [program.get(f"/en/invoices/{NUMBER}").status, program.post(f"/en/invoices/{NUMBER}/pay").status] == [
        404,
        404,
    ]


# --- paying ---


def pressed(browser: Browser, path: str) -> Answer:
    browser.get(path)
    return browser.post(path)


@pytest.mark.req("M2", "SEC54")
def test_who_presses_pay_goes_to_stripes_page_and_only_that_page_may_be_left_for_it() -> None:
    till = Till()
    issued(till)
    browser = browser_of(till)
    page = browser.get(f"/fr/invoices/{NUMBER}/pay")
    answer = pressed(browser, f"/fr/invoices/{NUMBER}/pay")
    assert "form-action 'self' https://pay.example" in page.headers["Content-Security-Policy"]
    assert (answer.status, answer.location.startswith("https://pay.example/cs_")) == (303, True)
    assert "pay.example" not in browser.get(f"/fr/invoices/{NUMBER}").headers["Content-Security-Policy"]


@pytest.mark.req("SEC54")
def test_no_page_has_a_field_for_a_card() -> None:
    till = Till()
    issued(till)
    browser = browser_of(till)
    for path in ("", "/pay"):
        fields = re.findall(r'<input[^>]*name="([^"]+)"', browser.get(f"/fr/invoices/{NUMBER}{path}").body)
        assert set(fields) <= {"csrf_token"}


@pytest.mark.req("SEC55")
def test_who_sends_an_amount_of_their_own_is_refused() -> None:
    till = Till()
    issued(till)
    assert program_of(till).post(f"/en/invoices/{NUMBER}/pay", cents=1).status == 422


@pytest.mark.req("M2")
def test_who_comes_back_before_the_webhook_is_told_that_the_payment_is_being_confirmed() -> None:
    till = Till()
    offered(till)
    page = browser_of(till).get(f"/en/invoices/{NUMBER}/confirmation")
    assert "Your payment is being confirmed" in page.body
    assert "<meta http-equiv" not in page.body


@pytest.mark.req("M2", "REL08")
def test_who_comes_back_after_paying_is_told_so_even_if_no_webhook_ever_comes() -> None:
    till = Till()
    _, payment = offered(till)
    assert payment.session
    till.payments.paid(payment.session)
    assert program_of(till).get(f"/en/invoices/{NUMBER}/confirmation").json["standing"] == "paid"


@pytest.mark.req("M2")
def test_after_a_page_that_ended_the_confirmation_says_that_nothing_was_taken() -> None:
    till = Till()
    _, payment = offered(till)
    assert payment.session
    till.payments.became[payment.session] = PaymentOutcome.EXPIRED
    later(till, minutes=10)
    assert program_of(till).get(f"/en/invoices/{NUMBER}/confirmation").json["standing"] == "open"


@pytest.mark.req("REL31")
def test_while_stripe_is_down_the_pay_page_says_later() -> None:
    till = Till()
    issued(till)
    program = program_of(till)
    till.payments.trouble = down
    assert program.post(f"/en/invoices/{NUMBER}/pay").status == 503


@pytest.mark.req("W4")
def test_the_reason_of_a_waiver_is_there_to_be_read() -> None:
    till = Till()
    issued(till)
    waive(till, NUMBER, "Difficultés financières", "finance-1", till.now)
    page = browser_of(till).get(f"/fr/invoices/{NUMBER}")
    assert "Difficultés financières" in page.body
    assert f"/fr/invoices/{NUMBER}/pay" not in page.body


# --- by a link ---


def link_of(till: Till) -> str:
    link: str = program_of(till).post(f"/en/invoices/{NUMBER}/link").json["link"]
    return link.removeprefix("https://counter.example")


@pytest.mark.req("M1")
def test_someone_else_pays_by_a_link_without_signing_in() -> None:
    till = Till()
    issued(till)
    browser = Browser(create_app(till))
    answer = browser.get(link_of(till))
    assert (answer.status, "token" in answer.location) == (303, False)
    page = browser.get(answer.location)
    assert "Z. L.-C." in page.body
    assert "Zoé" not in page.body
    assert browser.post("/en/pay").location.startswith("https://pay.example/")


@pytest.mark.req("M1")
@pytest.mark.parametrize(("span", "status"), [(timedelta(days=30, seconds=-1), 200), (timedelta(days=30), 422)])
def test_a_link_works_until_its_last_second(span: timedelta, status: int) -> None:
    till = Till()
    issued(till)
    link = link_of(till)
    till.clock.advance(span)
    assert Program(create_app(till)).get(link).status == status


@pytest.mark.req("M1")
def test_a_new_link_voids_the_old_one() -> None:
    till = Till()
    issued(till)
    old, new = link_of(till), link_of(till)
    program = Program(create_app(till))
    assert [program.get(link).status for link in (old, new)] == [422, 200]


@pytest.mark.req("SEC16")
@pytest.mark.parametrize("token", ["", "f" * 75, "é"])
def test_what_is_no_link_opens_nothing(token: str) -> None:
    assert Program(create_app(Till())).get(f"/en/pay?token={token}").status == 422


def test_nobody_can_pay_by_a_link_that_was_not_opened() -> None:
    assert Program(create_app(World("social-work"))).post("/en/pay").status == 422


# --- receipts ---


@pytest.mark.req("M3")
def test_a_receipt_says_who_paid_what_for_what_and_its_code() -> None:
    till = Till()
    paid(till)
    page = browser_of(till).get(f"/fr/receipts/{NUMBER}")
    for said in (
        "Zoé Lefèbvre-Côté",
        "126,50\u00a0$",
        "Frais de dossier",
        "10755 4821 RT0001",
        "2\u00a0mars\u00a02026",
    ):
        assert said in page.body


@pytest.mark.req("M3")
def test_before_it_is_paid_there_is_no_receipt() -> None:
    till = Till()
    issued(till)
    assert program_of(till).get(f"/en/receipts/{NUMBER}").status == 404


@pytest.mark.req("M3")
@pytest.mark.programs
def test_the_receipts_of_a_year_are_one_pdf_and_one_sheet_that_adds_up(tmp_path: Path) -> None:
    till = Till()
    for _ in range(2):
        paid(till)
    program = program_of(till)
    assert program.get("/en/invoices").json["receipts"] == [2026]
    link = program.get("/fr/receipts/years/2026/pdf").location
    (pdf,) = [paper for key, paper in till.archive.papers.items() if key.endswith("-2026-2.pdf")]
    path = tmp_path / "year.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True).stdout  # noqa: S603, S607
    head, *rows = csv.reader(program.get("/fr/receipts/years/2026/csv").body.removeprefix("\ufeff").splitlines())
    assert link.endswith("?name=recus-2026.pdf&seconds=60")
    assert all(
        text in said.replace("\u00a0", " ")
        for text in (NUMBER, "2026-000002", "Reçus de 2026", "Receipts of 2026", "253,00 $")
    )
    assert (head[3:6], [row[3:6] for row in rows]) == (
        ["Montant avant taxes", "TVH", "Total"],
        [["110,00", "16,50", "126,50"]] * 2,
    )


@pytest.mark.req("M3", "SEC38")
@pytest.mark.parametrize("year", ["2025", "x", "9" * 5000])
def test_a_year_without_receipts_is_absent(year: str) -> None:
    program = program_of(Till())
    assert [program.get(f"/fr/receipts/years/{year}/{form}").status for form in ("pdf", "csv")] == [404, 404]


@pytest.mark.req("M3")
def test_anyone_who_has_the_code_learns_that_the_receipt_is_genuine_and_no_name() -> None:
    till = Till()
    paid(till)
    code = program_of(till).get(f"/en/receipts/{NUMBER}").json["code"]
    found = Program(create_app(till)).get(f"/en/verify/{code}").json
    assert (found["cents"], found["day"], found["initials"]) == (126_50, "2026-03-02", "Z. L.-C.")
    assert "Zoé" not in str(found)


@pytest.mark.req("M3")
def test_a_code_is_read_however_it_is_typed() -> None:
    till = Till()
    paid(till)
    code = program_of(till).get(f"/en/receipts/{NUMBER}").json["code"]
    typed = code.lower().replace("-", " ").replace("o", "0")
    assert Program(create_app(till)).post("/en/verify", code=typed).json["number"] == NUMBER


@pytest.mark.req("M3")
def test_a_code_that_no_document_has_is_told_so() -> None:
    answer = Program(create_app(Till())).get("/en/verify/AAAA-AAAA-AAAA-AAAA-AAAA")
    assert (answer.status, answer.json["type"]) == (404, "urn:guichet:problem:not-genuine")


@pytest.mark.req("M3")
def test_nobody_tries_codes_without_end() -> None:
    program = Program(create_app(Till()))
    statuses = [program.get("/en/verify/AAAA-AAAA-AAAA-AAAA-AAAA").status for _ in range(11)]
    assert statuses == [404] * 10 + [429]
