"""Retention hook of documents: what to delete with an account (REQUIREMENTS E1)."""

from chalicelib.documents.storage import INCOMING, KEPT
from chalicelib.services import Services


def on_account_removed(services: Services, account: str) -> None:
    """Delete every version of every file."""
    for prefix in (INCOMING, KEPT):
        services.files.delete_below(f"{prefix}/{account}/")
