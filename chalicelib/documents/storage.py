"""Storage of documents: in the partition of their owner, after the row of their folder.

So whatever a person's request reaches is made from the session's own account (SECURITY SEC38). An object's key says
where its document lies, so that an event finds it without a look-up.
"""

from chalicelib.activities.model import partition
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change, Item, Key, RowKind, unchanged
from chalicelib.documents.model import DUE, Document, Folder

INCOMING, KEPT = "incoming", "kept"  # prefixes: where forms can write, and whence files are served


# --- documents ---


def prefix(folder: Folder) -> str:
    return f"{folder.name}#DOCUMENT#"


def document_key(folder: Folder, document: str) -> Key:
    return Key(partition(folder.account), prefix(folder) + document)


def parse_document(item: Item | None) -> Document | None:
    return Document.from_item(item) if item else None


def add_document(change: Change, document: Document) -> None:
    change.put(_item(document))


def put_document(change: Change, document: Document) -> None:
    """Write a document that was read as it is here but for `version`, which the write counts up."""
    change.put(_item(document.replace(version=document.version + 1)), unchanged(document.version))


def delete_document(change: Change, document: Document) -> None:
    change.delete(document_key(document.place, document.id), unchanged(document.version))


def require_document(change: Change, document: Document) -> None:
    """Let the change fail if anybody wrote the document since it was read."""
    change.require(document_key(document.place, document.id), unchanged(document.version))


def _item(document: Document) -> Item:
    key = document_key(document.place, document.id)
    due = {"due_kind": DUE, "due_at": to_iso(document.due_at)} if document.due_at else {}
    return {**key._asdict(), **document.stored(), **due}


# --- objects ---


def object_key(document: Document, prefix: str = INCOMING) -> str:
    """Return `incoming/<account>/APPLICATION/<number>/<id>`."""
    return "/".join((prefix, document.account, *document.folder.split("#"), document.id))


def located(key: str) -> tuple[Folder, str] | None:
    """Return where the document of an incoming object lies; None where it can be none of ours."""
    prefix, *parts = key.split("/")
    if prefix != INCOMING or len(parts) < 3:
        return None
    account, *name, document = parts
    return Folder(account, "#".join(name)), document


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "<folder...>#DOCUMENT#<document>",
        "An uploaded document, behind the row of its folder.",
        Document,
        (add_document, put_document),
        parse_document,
        due=(DUE,),
    ),
)
