"""What a file is, by its bytes: types, limits, and what pretends to be something else."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from chalicelib.documents.model import RejectedFor
from chalicelib.documents.rules.content import fault_in, type_of
from chalicelib.portal.loader import load
from tests.support.documents import jpeg, packed_pdf, pdf, png

POLICY = load("social-work").policies.documents
Make = Callable[..., bytes]
SMALL = POLICY.replace(max_pages=3, max_pixels=100)


def _zip() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("run.exe", b"MZ")
        archive.comment = b"a comment"
    return file.getvalue()


@pytest.mark.req("SEC47")
@pytest.mark.parametrize(
    ("content", "kind"), [(pdf(), "pdf"), (packed_pdf(2), "pdf"), (png(), "png"), (jpeg(), "jpeg")]
)
def test_the_bytes_say_what_a_file_is(content: bytes, kind: str) -> None:
    assert type_of(content) == kind
    assert fault_in(content, f"name.{kind}", POLICY) is None


@pytest.mark.req("SEC47")
@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", "a.pdf", RejectedFor.EMPTY),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.pdf", RejectedFor.UNKNOWN_TYPE),
        (b"\n%PDF-1.7 after a line", "a.pdf", RejectedFor.UNKNOWN_TYPE),
        (b"GIF89a", "a.gif", RejectedFor.UNKNOWN_TYPE),
        (pdf(), "a.html", RejectedFor.OTHER_EXTENSION),
        (pdf(), "a.PDF.exe", RejectedFor.OTHER_EXTENSION),
        (pdf(), "a.exe\u202e ", RejectedFor.OTHER_EXTENSION),
        (png(), "a.jpg", RejectedFor.OTHER_EXTENSION),
        (pdf()[:-7], "a.pdf", RejectedFor.UNREADABLE),
        (b"%PDF-1.7\n%%EOF\n", "a.pdf", RejectedFor.UNREADABLE),
        (png()[:-8], "a.png", RejectedFor.UNREADABLE),
        (jpeg()[:-2], "a.jpg", RejectedFor.UNREADABLE),
        (b"\xff\xd8\xff\xda\x00\x02\xff\xd9", "a.jpg", RejectedFor.UNREADABLE),
        (pdf(more=b"<< /Encrypt 9 0 R >>"), "a.pdf", RejectedFor.ENCRYPTED),
        (pdf(more=b"<< /Encrypt << /Filter /Standard >> >>"), "a.pdf", RejectedFor.ENCRYPTED),
    ],
)
def test_what_is_not_what_it_says_or_not_whole_is_not_taken(content: bytes, name: str, fault: RejectedFor) -> None:
    assert fault_in(content, name, POLICY) is fault


@pytest.mark.req("SEC47")
@pytest.mark.parametrize("name", ["a", "a.PDF", "Dr. Roy", "v1.2", "diplôme final (2).pdf", ""])
def test_a_name_that_says_nothing_else_will_do(name: str) -> None:
    assert fault_in(pdf(), name, POLICY) is None


@pytest.mark.req("SEC47")
def test_a_type_that_the_portal_does_not_take_is_refused() -> None:
    assert fault_in(png(), "a.png", POLICY.replace(types=("pdf",))) is RejectedFor.UNKNOWN_TYPE


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("hidden_in", [pdf(), png(), jpeg()])
def test_an_archive_behind_another_file_is_found(hidden_in: bytes) -> None:
    assert fault_in(hidden_in + _zip(), "a", POLICY) is RejectedFor.ARCHIVE


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("before", [pdf(), png(), jpeg()])
@pytest.mark.parametrize("after", [b"\n%%EOF\n", b"\x00" * 100, pdf(), b"IEND\xff\xd9"])
def test_an_archive_between_two_other_files_is_found(before: bytes, after: bytes) -> None:
    assert fault_in(before + _zip() + after, "a", POLICY) is RejectedFor.ARCHIVE


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("mark", [b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00\x04", b"MSCF\x00\x00\x00\x00"])
def test_archives_of_other_programs_are_found(mark: bytes) -> None:
    assert fault_in(pdf(more=mark + b"anything"), "a.pdf", POLICY) is RejectedFor.ARCHIVE


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("marks", [b"PK\x05\x06", b"PK\x03\x04 PK\x03\x04", b"PK\x05\x06PK\x01\x02PK\x03\x04"])
def test_a_few_bytes_of_an_archive_by_chance_are_none(marks: bytes) -> None:
    assert fault_in(pdf(more=marks), "a.pdf", POLICY) is None


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("make", [pdf, packed_pdf])
@pytest.mark.parametrize(("pages", "fault"), [(3, None), (4, RejectedFor.TOO_MANY_PAGES)])
def test_pages_are_counted_where_they_are_packed_too(make: Make, pages: int, fault: RejectedFor | None) -> None:
    assert fault_in(make(pages), "a.pdf", SMALL) is fault


@pytest.mark.req("SEC52")
@pytest.mark.parametrize("make", [png, jpeg])
@pytest.mark.parametrize(
    ("width", "height", "fault"),
    [
        (10, 10, None),
        (10, 11, RejectedFor.TOO_MANY_PIXELS),
        (65_535, 65_535, RejectedFor.TOO_MANY_PIXELS),
        (0, 10, RejectedFor.UNREADABLE),
    ],
)
def test_an_image_is_measured_before_anybody_decodes_it(
    make: Make, width: int, height: int, fault: RejectedFor | None
) -> None:
    assert fault_in(make(width, height), "a", SMALL) is fault
