"""What a PDF holds and hides: scripts, programs, attachments, locks; by whichever name and in whichever stream."""

import zlib
from pathlib import Path
from time import process_time

import pytest

from chalicelib.documents.model import RejectedFor
from chalicelib.documents.rules.content import fault_in
from chalicelib.portal.loader import load
from tests.billing.test_receipts import pdf_of
from tests.support.billing import Till
from tests.support.documents import pdf

MAKERS = Path(__file__).parent / "makers"
TAKEN, REFUSED = sorted(MAKERS.glob("*.pdf")), sorted((MAKERS / "refused").glob("*.pdf"))
POLICY = load("social-work").policies.documents
STRICT = POLICY.replace(pdf=POLICY.pdf.replace(refused=("scripts", "programs", "attachments", "automatic-actions")))
LAX = POLICY.replace(pdf=POLICY.pdf.replace(refused=()))
FAULTS = {
    "scripts": RejectedFor.HAS_SCRIPTS,
    "programs": RejectedFor.STARTS_PROGRAMS,
    "attachments": RejectedFor.HAS_ATTACHMENTS,
    "automatic": RejectedFor.ACTS_BY_ITSELF,
}
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"


def packed(
    objects: bytes,
    *,
    head: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
    word: bytes = b"stream\n",
    end: bytes = b"\nendstream endobj",
) -> bytes:
    return b"9 0 obj << " + head + b" >> " + word + zlib.compress(b"9 0 " + objects) + end


# --- files of real programs ---


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("file", TAKEN, ids=lambda file: file.stem)
def test_files_of_many_programs_are_taken_and_their_pages_are_counted(file: Path) -> None:
    content, pages = file.read_bytes(), int(file.stem.rpartition("-")[2])
    assert fault_in(content, file.name, STRICT) is None
    assert fault_in(content, file.name, STRICT.replace(max_pages=pages)) is None
    if pages > 1:
        assert fault_in(content, file.name, STRICT.replace(max_pages=pages - 1)) is RejectedFor.TOO_MANY_PAGES


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("file", REFUSED, ids=lambda file: file.stem)
def test_files_that_do_more_than_show_pages_are_refused_as_the_portal_wants(file: Path) -> None:
    content = file.read_bytes()
    assert fault_in(content, file.name, STRICT) is FAULTS[file.name.partition("-")[0]]
    assert fault_in(content, file.name, LAX) is None


@pytest.mark.req("SEC52")
def test_the_default_refuses_all_but_what_happens_by_itself_within_the_file() -> None:
    faults = {file.stem: fault_in(file.read_bytes(), file.name, POLICY) for file in REFUSED}
    assert [name for name, fault in faults.items() if fault is None] == ["automatic-actions-qpdf"]


@pytest.mark.req("SEC52")
def test_a_receipt_of_the_portal_can_be_sent_back_to_it() -> None:
    assert fault_in(pdf_of(Till()), "a.pdf", STRICT) is None


# --- what is hidden ---


@pytest.mark.req("SEC52")
@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (SCRIPT, RejectedFor.HAS_SCRIPTS),
        (b"<< /S/JavaScript/JS 9 0 R >>", RejectedFor.HAS_SCRIPTS),
        (b"<< /S /J#61vaScript /#4a#53 <6170> >>", RejectedFor.HAS_SCRIPTS),
        (b"<< /S 7 0 R /JS%here\n(x) >> 7 0 obj/JavaScript endobj", RejectedFor.HAS_SCRIPTS),
        (b"<< /AcroForm << /XFA [(template) 8 0 R] >> >>", RejectedFor.HAS_SCRIPTS),
        (b"<< /S /Launch /F (cmd.exe) >>", RejectedFor.STARTS_PROGRAMS),
        (b"<< /S/Launch/Win << /F (cmd.exe) >> >>", RejectedFor.STARTS_PROGRAMS),
        (b"<< /S /%x\n/#4C#61unch >>", RejectedFor.STARTS_PROGRAMS),
        (b"<< /Type /Filespec /EF << /F 8 0 R >> >>", RejectedFor.HAS_ATTACHMENTS),
        (b"<< /Type /Filespec /E#46 8 0 R >>", RejectedFor.HAS_ATTACHMENTS),
        (b"<< /Subtype /FileAttachment >>", RejectedFor.HAS_ATTACHMENTS),
        (b"<< /AA << /O 8 0 R >> >>", RejectedFor.ACTS_BY_ITSELF),
        (b"<< /#41#41\n8 0 R >>", RejectedFor.ACTS_BY_ITSELF),
    ],
)
def test_a_name_is_found_however_it_is_written_and_wherever_it_stands(more: bytes, fault: RejectedFor) -> None:
    assert fault_in(pdf(more=more), "a.pdf", STRICT) is fault
    assert fault_in(pdf(more=packed(more)), "a.pdf", STRICT) is fault
    assert fault_in(pdf() + more + b"\nstartxref\n0\n%%EOF\n", "a.pdf", STRICT) is fault  # saved once more


@pytest.mark.req("SEC52")
@pytest.mark.parametrize(
    "more", [b"<< /#45ncrypt 9 0 R >>", b"<< /Encr#79pt << >> >>", b"/Encrypt%\n9 0 R", b"/#45#6E#63#72#79#70#74<<"]
)
def test_a_lock_is_found_however_its_name_is_written(more: bytes) -> None:
    assert fault_in(pdf(more=more), "a.pdf", POLICY) is RejectedFor.ENCRYPTED


@pytest.mark.req("SEC52")
@pytest.mark.parametrize(
    "stream",
    [
        packed(SCRIPT, word=b"stream\r"),
        packed(SCRIPT, word=b"stream \t\r\n"),
        packed(SCRIPT, word=b"stream what readers skip\n"),
        packed(SCRIPT, head=b"/Type /#4fbj#53tm /N 1 /First 4 /Filter /FlateDecode"),
        packed(SCRIPT, head=b"/N 1 /First 4 /Filter /FlateDecode"),
        packed(SCRIPT, head=b"/N 1 /First 8 0 R /Filter /FlateDecode"),
        packed(SCRIPT, head=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode" + b" " * 5000),
        packed(SCRIPT, head=b"/Type /ObjStm /X (Upstream) /N 1 /First 4 /Filter /FlateDecode"),
    ],
)
def test_a_stream_of_objects_is_looked_into_as_readers_do(stream: bytes) -> None:
    assert fault_in(pdf(more=stream), "a.pdf", POLICY) is RejectedFor.HAS_SCRIPTS


@pytest.mark.req("SEC52")
@pytest.mark.parametrize(
    "stream",
    [
        packed(b"", head=b"/Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode]"),
        packed(b"", head=b"/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode"),
        packed(b"", head=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 >>"),
        packed(b"", head=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /X (endstream)"),
        packed(b"", end=b" no end"),
        packed(b"", word=b"stream\nnot packed so "),
        packed(SCRIPT * 200)[:-60] + b"endstream endobj",
        b"9 0 obj << /ObjStm /Filter /FlateDecode >> stream\n\x78\x01\x00\x20\x00\xdf\xff9 0 endstream 9 0 R",
    ],
)
def test_a_stream_of_objects_that_cannot_be_looked_into_is_not_passed_over(stream: bytes) -> None:
    assert fault_in(pdf(more=stream), "a.pdf", POLICY) is RejectedFor.UNREADABLE


@pytest.mark.req("SEC52")
@pytest.mark.parametrize(
    "more",
    [
        b"(HTML/CSS/JavaScript, Design/Launch, Sign/Encrypt, AA/AA, S/EF)",
        b"<< /Title (Income stream\nof the year) /First 8 0 R /Last 9 0 R >> << /FunctionType 2 /N 1 >>",
        b"<< /First 8 0 R >> << /N 3 /Filter /DCTDecode >> stream\n\xff\xd8\xff\xe0 pixels\nendstream",
        b"<< /Names << /EmbeddedFiles << /Names [] >> >> >>",
        b"<< /EncryptMetadata true >>",
        b"<< /URI (https://example.org/page#42) >>",
        b"<< /Type /ObjStm /N 1 /First 4 >> stream\n9 0 << /Type /Font >>\nendstream",
    ],
)
def test_what_only_looks_alike_is_taken(more: bytes) -> None:
    assert fault_in(pdf(more=more), "a.pdf", STRICT) is None


# --- what burns time ---

LARGEST = 9_900_000
EMPTY = b"1 0 obj << /Type /ObjStm /First 4 /Filter /FlateDecode >> stream\n"


@pytest.mark.req("SEC52")
@pytest.mark.parametrize(
    ("unit", "fault"),
    [
        (EMPTY + zlib.compress(b"/Type /Page "), RejectedFor.TOO_COMPLEX),  # each within the one before
        (EMPTY + zlib.compress(b"9 0 null") + b"\nendstream\n", RejectedFor.TOO_COMPLEX),
        (EMPTY + zlib.compress(b"9 0 " + b"/" * 15_000_000) + b"\nendstream\n", RejectedFor.TOO_COMPLEX),
        (b"/ObjStm ", RejectedFor.UNREADABLE),
        (b"/ObjStm" + b" " * 500 + b"/N" + b" " * 500, RejectedFor.UNREADABLE),
        (b"stream\n", RejectedFor.TOO_COMPLEX),
        (b"#41", RejectedFor.TOO_COMPLEX),
        (b"/AA ", RejectedFor.TOO_COMPLEX),
        (b"/Type /Page ", RejectedFor.TOO_MANY_PAGES),
        (b"/Encrypt" + b" " * 200, None),
        (b"%\n", None),
        (b"<4142>", None),
        (b"PK\x03\x04", None),
        (b"9 0 obj [", None),
        (b"xref\n0 1\n0000000000 65535 f \ntrailer << /Prev 9 >>\nstartxref\n9\n%%EOF\n", None),
    ],
)
def test_the_largest_pdf_that_is_made_to_burn_time_burns_little(unit: bytes, fault: RejectedFor | None) -> None:
    """Less than a second of a processor is usual, and what grows with the square of the size takes minutes."""
    content = pdf(more=unit * (LARGEST // len(unit)))
    begun = process_time()
    assert fault_in(content, "a.pdf", POLICY) is fault
    assert process_time() - begun < 5


@pytest.mark.req("SEC52")
@pytest.mark.parametrize(
    ("limit", "content"),
    [
        ("max_streams", pdf(more=b"stream\n\nendstream\n" * 11)),
        ("max_unpacked_bytes", pdf(more=packed(b" " * 100_000))),
        ("max_unpacked_bytes", pdf(more=packed(b" " * 900) * 2)),
        ("max_looks", pdf(more=b"/#41" * 11)),
        ("max_looks", pdf(more=b"/AA " * 11)),
        ("max_looks", pdf(more=packed(b"/EF " * 11))),
    ],
)
def test_no_more_is_looked_into_than_the_policy_says(limit: str, content: bytes) -> None:
    small = POLICY.pdf.replace(max_streams=10, max_unpacked_bytes=1000, max_looks=10)
    assert fault_in(content, "a.pdf", POLICY.replace(pdf=small)) is RejectedFor.TOO_COMPLEX
    enough = small.replace(**{limit: getattr(POLICY.pdf, limit)})
    assert fault_in(content, "a.pdf", POLICY.replace(pdf=enough)) is None
