"""What an account's end has to do with its documents (REQUIREMENTS E1)."""

from chalicelib.documents.storage import INCOMING, KEPT
from chalicelib.services import Services


def forget(services: Services, account: str) -> None:
    """Take away every version of every file."""
    for prefix in (INCOMING, KEPT):
        services.files.delete_below(f"{prefix}/{account}/")
