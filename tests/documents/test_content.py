"""What a file is, by its bytes: types, limits, and what pretends to be something else."""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

from chalicelib.documents.formats.pdf import count_pages
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


@pytest.mark.req("SEC52")
def test_a_bomb_of_packed_objects_is_unpacked_no_further_than_the_limit() -> None:
    bomb = zlib.compress(b" " * 50_000_000 + b"/Type /Page ")
    content = b"%PDF-1.5\n<< /Type /ObjStm >> stream\n" + bomb + b"\nendstream\n%%EOF"
    assert len(content) < 100_000
    assert count_pages(content, inflated=1_000_000) == 0
    assert count_pages(content, inflated=60_000_000) == 1


@pytest.mark.req("SEC52")
def test_many_small_bombs_share_one_limit() -> None:
    packed = b"<< /Type /ObjStm >> stream\n" + zlib.compress(b"/Type /Page " + b" " * 9_988) + b"\nendstream\n"
    assert count_pages(packed * 50, inflated=100_000) == 10


def test_a_stream_that_is_packed_in_another_way_hides_pages_so_there_are_none() -> None:
    content = b"%PDF-1.5\n<< /Type /ObjStm /Filter /LZWDecode >> stream\n\x80\x0b\x60\x50 endstream\n%%EOF"
    assert fault_in(content, "a.pdf", POLICY) is RejectedFor.UNREADABLE
