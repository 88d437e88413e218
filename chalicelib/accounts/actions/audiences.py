"""An account's audiences: what kinds of person it signs in as (REQUIREMENTS A8)."""

from chalicelib.accounts.actions import find
from chalicelib.accounts.storage import put_account
from chalicelib.unit_of_work import UnitOfWork


def open_audience(work: UnitOfWork, account: str, audience: str) -> None:
    """Let someone sign in as one of this audience too, by what they are known by already."""
    found = find.by_id(work.services, account)
    if found is None or audience in found.audiences:
        return
    put_account(work, found.replace(audiences=(*found.audiences, audience)))
