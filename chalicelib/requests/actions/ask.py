"""Asking for an access code, or for help with getting back in: nobody learns what we know (REQUIREMENTS A7, S5)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.accounts.actions import throttling
from chalicelib.accounts.actions.emails import enqueue_dummy_write
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.keyring import Purpose
from chalicelib.errors import NotFound
from chalicelib.forms.answers import read_standalone_page
from chalicelib.forms.inputs import Raw
from chalicelib.forms.page import FormPage
from chalicelib.limits.actions import spend, spend_shared
from chalicelib.limits.model import shared
from chalicelib.requests.actions.emails import enqueue_recovery_told, enqueue_request_received
from chalicelib.requests.actions.matching import is_owner, match_account
from chalicelib.requests.model import AccessRequest, RequestKind
from chalicelib.requests.storage import add_request
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

_WHO = Purpose("forms")


def form_of(services: Services, kind: str) -> FormPage:
    """Return the portal's form of this kind; raise NotFound."""
    found = services.catalogue.requests.get(kind)
    if found is None:
        raise NotFound
    return found


def ask(services: Services, kind: RequestKind, given: Mapping[str, Raw], visitor: Visitor, now: datetime) -> None:
    """Put the request into the staff's queue and enqueue an email that says so.

    A mailbox that was written to often enough is written to no more, and its further requests are not kept.
    """
    spend(services, throttling.requests(services, visitor.address, now), now)
    today = now.astimezone(services.portal.zone).date()
    answers = read_standalone_page(form_of(services, kind), given, today)
    _spend(services, visitor.address, now)
    request = AccessRequest(
        id=services.ids.new(),
        kind=kind,
        language=visitor.language,
        name=answers["name"],
        email=answers["email"],
        answers=dict(given),
        asked_at=now,
    )
    if not throttling.try_mail(services, kind, request.email, now):
        return
    work = UnitOfWork(services, now)
    add_request(work, request)
    enqueue_request_received(work, request)
    _warn_owner(work, request)
    work.commit()


def _spend(services: Services, address: str, now: datetime) -> None:
    policy = services.portal.policies.requests
    if policy is None:
        raise NotFound
    who = services.keyring.pseudonym(_WHO, address)
    spend_shared(services, shared("forms", who, policy.forms, policy.overall, now), now)


def _warn_owner(work: UnitOfWork, request: AccessRequest) -> None:
    """Tell the owner of the account, if there is one, that someone with another address wants into it (SEC24)."""
    found = match_account(work.services, request, work.now)
    is_told = request.kind is RequestKind.RECOVERY and found and found.is_active and not is_owner(found, request)
    owner = found if is_told else None
    to = owner.email if owner else f"{request.id}@nobody.invalid"  # nobody's budget is spent, at the same cost
    if throttling.try_mail(work.services, "warning", to, work.now) and owner:
        enqueue_recovery_told(work, owner, "asked")
    else:
        enqueue_dummy_write(work)
