"""The certificate of a registration: a bilingual, tagged file that anyone can check (M4; SECURITY SEC38, SEC56)."""

import re
import subprocess
from pathlib import Path

import pytest

from chalicelib.app_factory import create_app
from chalicelib.applications.actions.decide import decide
from chalicelib.applications.actions.fees import invoices_of
from chalicelib.applications.actions.filing import submit
from chalicelib.applications.actions.final import make_all_final, paid
from chalicelib.applications.model import Application, ApplicationState, Decision
from chalicelib.applications.storage import application_name
from chalicelib.billing.actions.invoice_paid import InvoicePaid
from chalicelib.portal.text import Language
from chalicelib.registrations.actions.certificates import certificate_link
from tests.support.applications import as_it_is, changed, filled, offering, person, program
from tests.support.billing import MemoryArchive
from tests.support.http import Program
from tests.support.world import World

STAFF = "anne"
NAMED = {"given_names": "Zoé", "family_name": "Lefèbvre-Côté"}


class College(World):
    """A college that registers, with the papers that it keeps."""

    def __init__(self) -> None:
        super().__init__("psychotherapy")
        offering(self)
        self.archive: MemoryArchive = MemoryArchive()
        self.app = create_app(self)


def approved(college: College) -> Application:
    complete = filled(college, "registration", audience="applicant")
    changed(college, complete, answers={**complete.answers, **NAMED})
    file = submit(college, person(college, audience="applicant"), complete.number, college.now)
    changed(college, file, state=ApplicationState.IN_REVIEW)
    decide(college, file.number, Decision.APPROVED, None, STAFF, college.now)
    return as_it_is(college, file)


def registered(college: College) -> Application:
    file = approved(college)
    told = InvoicePaid(invoice="1", account=file.account, about=application_name(file.number), event="registration")
    paid(college, told, college.now)
    college.clock.advance(days=7)
    make_all_final(college, college.now)
    return as_it_is(college, file)


def pdf_of(college: College, file: Application) -> bytes:
    certificate_link(college, file.account, file.number, "fr")
    return college.archive.papers[f"certificates/{file.number}.pdf"]


def asked(tool: str, pdf: bytes, folder: Path, *options: str) -> str:
    """Return what one of poppler's tools says of a file."""
    path = folder / "certificate.pdf"
    path.write_bytes(pdf)
    command = [tool, *options, str(path), *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.replace("\u00a0", " ")  # noqa: S603


@pytest.mark.req("M4", "X1")
@pytest.mark.programs
def test_the_file_says_everything_in_both_languages_and_readers_find_it_tagged(tmp_path: Path) -> None:
    college = College()
    file = registered(college)
    pdf = pdf_of(college, file)
    text = asked("pdftotext", pdf, tmp_path, "-layout")
    for said in (
        "Certificat d’inscription / Certificate of registration",
        f"Numéro {file.number}",
        f"Number {file.number}",
        "Titulaire : Zoé Lefèbvre-Côté",
        "Holder: Zoé Lefèbvre-Côté",
        "Date d’inscription : 9 mars 2026",
        "Registered on March 9, 2026",
        college.portal.body.name.fr,
        college.portal.body.name.en,
        "https://counter.example/fr/verify/",
        "https://counter.example/en/verify/",
    ):
        assert said in text
    assert "Tagged:          yes" in asked("pdfinfo", pdf, tmp_path)
    assert asked("pdfinfo", pdf, tmp_path, "-struct").count("Figure") == 2


@pytest.mark.req("M4")
@pytest.mark.programs
def test_its_code_tells_anyone_that_it_is_genuine_and_no_name(tmp_path: Path) -> None:
    college = College()
    file = registered(college)
    text = asked("pdftotext", pdf_of(college, file), tmp_path, "-raw").replace("\n", "")
    code = re.search(r"en/verify/([A-Z2-7-]{24})", text)
    assert code
    found = Program(college.app).get(f"/en/verify/{code[1]}").json
    assert (found["kind"], found["number"], found["initials"]) == ("certificate", file.number, "Z. L.-C.")
    assert (found["day"], found["body"], found["cents"]) == ("2026-03-09", college.portal.body.name.en, None)


@pytest.mark.req("M4", "SEC56")
def test_the_file_is_written_once_and_made_again_it_is_the_same() -> None:
    college = College()
    file = registered(college)
    first = pdf_of(college, file)
    college.archive.papers.clear()
    assert pdf_of(college, file) == first


@pytest.mark.req("M4", "SEC38")
def test_who_is_registered_saves_it_and_nobody_else_nor_before() -> None:
    college = College()
    before = approved(college)
    early = program(college, college.app).get(f"/fr/applications/{before.number}/certificate")
    college = College()
    file = registered(college)
    own = program(college, college.app).get(f"/fr/applications/{file.number}/certificate")
    other = program(college, college.app, "other@example.org").get(f"/fr/applications/{file.number}/certificate")
    assert (early.status, other.status, own.status) == (404, 404, 303)
    assert (
        own.location
        == f"https://papers.example/certificates/{file.number}.pdf?name=certificat-{file.number}.pdf&seconds=60"
    )


@pytest.mark.req("M4", "X1")
@pytest.mark.parametrize(("language", "name"), [("fr", "certificat"), ("en", "certificate")])
def test_the_saved_file_is_named_in_the_language_of_the_page(language: Language, name: str) -> None:
    college = College()
    file = registered(college)
    link = certificate_link(college, file.account, file.number, language)
    assert f"name={name}-{file.number}.pdf" in link


@pytest.mark.req("M1", "M3")
def test_an_invoice_names_who_applied_as_the_answers_do() -> None:
    college = College()
    payers = {each.invoice.debt.event: each.invoice.debt.payer for each in invoices_of(college, approved(college))}
    assert payers["registration"] == "Zoé Lefèbvre-Côté"
