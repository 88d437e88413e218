"""An account's audiences: what kinds of person it signs in as (REQUIREMENTS A8)."""

from chalicelib.accounts.actions import find
from chalicelib.accounts.storage import put_account
from chalicelib.cloud.table import Change
from chalicelib.services import Services


def open_audience(services: Services, change: Change, account: str, audience: str) -> None:
    """Let someone sign in as one of this audience too, by what they are known by already."""
    found = find.by_id(services, account)
    if found is None or audience in found.audiences:
        return
    put_account(change, found.replace(audiences=(*found.audiences, audience)))
