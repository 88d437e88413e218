"""The quota of a folder (SECURITY SEC47)."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.documents.model import Document, DocumentState
from chalicelib.documents.rules.states import OVER, has_lapsed
from chalicelib.portal.documents import DocumentPolicy


def using_room(documents: Iterable[Document], now: datetime) -> list[Document]:
    """Return those that take room: what was promised too, until it lapses."""
    return [document for document in documents if document.state not in OVER and not has_lapsed(document, now)]


def beside(documents: Iterable[Document], replaced: str | None) -> list[Document]:
    """Return those that stay when this one is replaced."""
    return [document for document in documents if document.id != replaced]


def room_left(documents: Iterable[Document], policy: DocumentPolicy, now: datetime) -> int:
    """Return the bytes that the next file may have; 0 where the folder is full."""
    here = using_room(documents, now)
    if len(here) >= policy.max_files:
        return 0
    return largest(here, policy)


def is_full(documents: Iterable[Document], policy: DocumentPolicy) -> bool:
    """Tell whether no more files are taken, whoever was promised one."""
    return sum(document.state is not DocumentState.EXPECTED for document in documents) >= policy.max_files


def largest(documents: Iterable[Document], policy: DocumentPolicy) -> int:
    """Return the bytes that one of these documents may still have."""
    return max(0, min(policy.max_bytes, policy.max_folder_bytes - sum(document.size for document in documents)))
