"""Which account a request is about, as far as the form tells. It proves nothing: staff check."""

from datetime import datetime

from chalicelib.accounts.actions import find
from chalicelib.accounts.model import Account
from chalicelib.canonical import same_address
from chalicelib.requests.model import AccessRequest, RequestKind
from chalicelib.services import Services


def match_account(services: Services, request: AccessRequest, now: datetime) -> Account | None:
    """Return the account of the identifier on the form, else of the address: two reads, found or not."""
    kinds = services.portal.identifier_kinds
    typed = str(request.answers.get("identifier", "")) if request.kind is RequestKind.RECOVERY else ""
    keys = [*find.identifier_keys(services, kinds, typed), *find.identifier_keys(services, ["email"], typed)]
    keys += find.identifier_keys(services, ["email"], request.email)
    return find.holder(services, keys, now)


def account_named(services: Services, text: str, now: datetime) -> Account | None:
    """Return the active account that staff name by one of its identifiers."""
    keys = find.identifier_keys(services, dict.fromkeys((*services.portal.identifier_kinds, "email")), text)
    found = find.holder(services, keys, now)
    return found if found and found.is_active else None


def is_owner(account: Account, request: AccessRequest) -> bool:
    """Tell whether the address on the form is the account's own."""
    return same_address(account.email, request.email)
