"""The receipt as a file: bilingual, tagged, written once (M3; SECURITY SEC56)."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from chalicelib.billing.actions.invoice_paid import InvoicePaid, notify, notify_all
from chalicelib.billing.actions.receipts import get_own, receipt_link, store_receipt
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.model import Invoice
from chalicelib.billing.storage import paid_key
from chalicelib.cloud.table import Key, Unavailable
from scheduled.paid import run
from tests.support.billing import Till, calm, down, issued, offered

NUMBER = "2026-000001"


def paid(till: Till) -> Invoice:
    invoice, payment = offered(till)
    assert payment.session
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    return till.with_payments(invoice).invoice


def pdf_of(till: Till) -> bytes:
    paid(till)
    return till.archive.papers[store_receipt(till, get_own(till, till.person.id, NUMBER))]


def asked(tool: str, pdf: bytes, folder: Path, *options: str) -> str:
    """Return what one of poppler's tools says of a file."""
    file = folder / "receipt.pdf"
    file.write_bytes(pdf)
    command = [tool, *options, str(file), *(["-"] if tool == "pdftotext" else [])]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603
    return said.replace("\u00a0", " ")


@pytest.mark.req("M3")
@pytest.mark.programs
def test_readers_find_a_tagged_file_with_a_title(tmp_path: Path) -> None:
    said = asked("pdfinfo", pdf_of(Till()), tmp_path)
    assert "Tagged:          yes" in said
    assert f"Reçu officiel / Official receipt {NUMBER}" in said


@pytest.mark.req("M3", "X1")
@pytest.mark.programs
def test_the_file_says_everything_in_both_languages(tmp_path: Path) -> None:
    said = asked("pdftotext", pdf_of(Till()), tmp_path, "-layout")
    for text in (
        "Zoé Lefèbvre-Côté",
        "126,50 $",
        "$126.50",
        "TVH, 15 %",
        "HST, 15%",
        "10755 4821 RT0001",
        "2 mars 2026",
        "March 2, 2026",
        "Ordre des professionnels du travail social du Littoral",
        "Coastal College of Social Work Professionals",
    ):
        assert text in said


@pytest.mark.req("M3")
@pytest.mark.programs
def test_its_parts_follow_each_other_as_they_are_read(tmp_path: Path) -> None:
    said = asked("pdfinfo", pdf_of(Till()), tmp_path, "-struct")
    kinds = [
        line.split()[0].rstrip(":") for line in said.splitlines() if line.strip() and not line.strip().startswith("/")
    ]
    assert kinds[:5] == ["Document", "H1", "H2", "P", "P"]
    assert (kinds.count("H2"), kinds.count("Table"), kinds.count("TH")) == (2, 2, 4)


@pytest.mark.req("SEC56")
def test_the_file_is_written_once_and_made_again_it_is_the_same() -> None:
    till = Till()
    first = pdf_of(till)
    receipt = get_own(till, till.person.id, NUMBER)
    key = store_receipt(till, receipt)
    till.archive.papers.clear()
    assert (store_receipt(till, receipt), till.archive.papers[key]) == (key, first)


@pytest.mark.req("M3")
def test_a_link_to_the_file_works_for_a_minute() -> None:
    till = Till()
    paid(till)
    link = receipt_link(till, get_own(till, till.person.id, NUMBER), "fr")
    assert link.endswith("?name=recu-2026-000001.pdf&seconds=60")


# --- what follows from a payment ---


def heard_by() -> tuple[list[InvoicePaid], Any]:
    heard: list[InvoicePaid] = []
    return heard, lambda _services, told, _now: heard.append(told)


@pytest.mark.req("M3", "M4")
def test_who_waits_for_a_payment_learns_of_it_once_and_the_receipt_is_made() -> None:
    till = Till()
    invoice = paid(till)
    heard, subscriber = heard_by()
    for _ in range(3):
        notify(till, paid_key(invoice.id), [subscriber], till.now)
    assert [(each.about, each.event, each.account) for each in heard] == [
        ("APPLICATION#123456789", "application", till.person.id)
    ]
    assert len(till.archive.papers) == 1


@pytest.mark.req("M4")
def test_what_the_stream_missed_the_schedule_tells() -> None:
    till = Till()
    paid(till)
    heard, subscriber = heard_by()
    assert [notify_all(till, [subscriber], till.now) for _ in range(2)] == [1, 0]
    assert len(heard) == 1


@pytest.mark.req("M4", "REL27")
def test_who_fails_to_learn_of_it_is_told_again() -> None:
    till = Till()
    paid(till)
    heard, subscriber = heard_by()
    till.archive.trouble = down
    notify_all(till, [subscriber], till.now)
    till.archive.trouble = calm
    notify_all(till, [subscriber], till.now)
    assert len(heard) == 1


def test_other_rows_are_none_of_theirs() -> None:
    till = Till()
    invoice = issued(till)
    heard, subscriber = heard_by()
    for key in (paid_key(invoice.id), Key("PAID", "INVOICE_PAID"), next(iter(till.rows.items))):
        notify(till, key, [subscriber], till.now)
    assert heard == []


@pytest.mark.req("REL24")
def test_of_a_batch_only_what_failed_is_given_again() -> None:
    till = Till()
    invoice = paid(till)

    def record(number: int, key: Key) -> dict[str, Any]:
        keys = {name: {"S": value} for name, value in key._asdict().items()}
        return {"eventID": str(number), "dynamodb": {"Keys": keys, "SequenceNumber": str(number)}}

    records = [record(1, Key("OTHER", "OTHER")), record(2, paid_key(invoice.id))]
    till.archive.trouble = down
    assert run({"Records": records}, till, till.now) == {"batchItemFailures": [{"itemIdentifier": "2"}]}


@pytest.mark.req("REL31")
def test_while_papers_can_not_be_kept_the_page_says_later() -> None:
    till = Till()
    paid(till)
    till.archive.trouble = down
    with pytest.raises(Unavailable):
        receipt_link(till, get_own(till, till.person.id, NUMBER), "fr")
