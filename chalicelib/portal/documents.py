"""What may be uploaded to a portal."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.portal.spans import Count, Limit, Span, UpToADay, UpToAMonth
from chalicelib.record import Record

FileType = Literal["pdf", "jpeg", "png"]
PdfContent = Literal["scripts", "programs", "attachments", "automatic-actions"]


class PdfPolicy(Record):
    """What a PDF may hold, and how far one is looked into (SECURITY SEC52)."""

    refused: tuple[PdfContent, ...]
    max_streams: Count
    max_unpacked_bytes: Count  # of all its objects that are packed
    max_looks: Count  # at escaped letters, and at short names that only what follows tells apart


class DocumentPolicy(Record):
    """What may be uploaded, and how long each step stays open (REQUIREMENTS F3; SECURITY SEC47, SEC50-SEC52)."""

    types: Annotated[tuple[FileType, ...], Field(min_length=1)]
    max_bytes: Count  # of one file
    max_files: Count  # of one application
    max_folder_bytes: Count  # of all of them
    max_pages: Count
    max_pixels: Count
    form_lifetime: Annotated[Span, Field(le=timedelta(minutes=5))]
    link_lifetime: Annotated[Span, Field(le=timedelta(seconds=60))]
    unclaimed: UpToAMonth  # what is announced and does not come lapses
    scan_patience: UpToADay  # then we ask for the scanner's word instead of waiting for it
    checks: Limit  # of one account's files; one that was cut short counts too
    pdf: PdfPolicy
