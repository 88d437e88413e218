"""People who send documents: each function does what a browser and the actions do together."""

import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.actions.uploads import confirm_upload, offer_upload, upload_form
from chalicelib.documents.model import Document, Folder, Scan, UploadRequest, Verdict
from chalicelib.documents.storage import object_key
from chalicelib.unit_of_work import UnitOfWork
from tests.support.world import World

FOLDER = Folder("0" * 31 + "1", "APPLICATION#123456789")
OTHER = Folder("0" * 31 + "2", "APPLICATION#987654321")
T = TypeVar("T")

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(pages: int = 1, more: bytes = b"") -> bytes:
    """Return a PDF with as many empty pages; `more` is a line of it."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + pages))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages)]
    lines = [b"%d 0 obj %s endobj" % (number, each) for number, each in enumerate([*objects, *[page] * pages], 1)]
    trailer = b"trailer << /Root 1 0 R /Size %d >>" % (len(lines) + 1)
    return b"\n".join([b"%PDF-1.7", *lines, more, trailer, b"startxref", b"0", b"%%EOF", b""])


def packed_pdf(pages: int) -> bytes:
    """Return a PDF whose pages are in a compressed stream of objects, as most programs write them."""
    objects = zlib.compress(b" ".join([b"<< /Type /Page /Parent 2 0 R >>"] * pages))
    head = b"9 0 obj << /Type /ObjStm /N %d /First 10 /Filter /FlateDecode /Length %d >>" % (pages, len(objects))
    return b"%PDF-1.5\n" + head + b"\nstream\r\n" + objects + b"\nendstream endobj\nstartxref\n0\n%%EOF\n"


def png(width: int = 10, height: int = 10) -> bytes:
    size = width.to_bytes(4) + height.to_bytes(4)
    return (
        b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + size + b"\x08\x02\x00\x00\x00CRC!" + b"\x00\x00\x00\x00IENDCRC!"
    )


def jpeg(width: int = 10, height: int = 10) -> bytes:
    """Return a JPEG as a camera writes it: what it says of itself stands before the frame."""
    about = b"\xff\xe1\x00\x08Exif\x00\x00"
    frame = b"\xff\xc0\x00\x11\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x03" + b"\x00" * 9
    return b"\xff\xd8" + about + frame + b"\xff\xda\x00\x02pixels\xff\xd9"


def committed(world: World, act: Callable[[UnitOfWork], T], by: str | None = None) -> T:
    """Run an action and commit what it adds, as the capability that it belongs to does."""
    work = UnitOfWork(world, world.now, by)
    done = act(work)
    if work.writes:
        work.commit()
    return done


def offered(world: World, folder: Folder = FOLDER, slot: str = "diploma", **more: str) -> Document:
    return committed(world, lambda work: offer_upload(work, folder, UploadRequest(slot, **more)))


def posted(world: World, document: Document, content: bytes | None = None, name: str = "Diplôme.pdf") -> str:
    """Send a file by the document's form; return the version that it makes."""
    form = upload_form(world, document, world.now, None)
    return world.files.post(form.fields, name, pdf() if content is None else content)


def confirmed(world: World, document: Document) -> Document:
    return committed(world, lambda work: confirm_upload(work, document.place, document.id))


def sent(world: World, content: bytes | None = None, name: str = "Diplôme.pdf", **more: Any) -> Document:
    """Return a document that was sent and confirmed, and waits for the scanner."""
    document = offered(world, **more)
    posted(world, document, content, name)
    return confirmed(world, document)


def scanned(world: World, document: Document, verdict: Verdict = "NO_THREATS_FOUND", version: str = "") -> Document:
    """Let the scanner speak of the confirmed version, or of another one."""
    of = version or (document.upload.version if document.upload else "")
    found = record_scan(world, Scan(key=object_key(document), version=of, verdict=verdict), world.now)
    assert found, "the document is there"
    return found


def clean(world: World, content: bytes | None = None, **more: Any) -> Document:
    """Return a document that can be opened."""
    return scanned(world, sent(world, content, **more))


def now_is(world: World, document: Document) -> Document:
    """Return it as it stands in the table."""
    return next(each for each in list_documents(world, document.place, world.now) if each.id == document.id)
