"""Enqueues the emails about shipments: the milestone, with one click to stop them (REQUIREMENTS T4)."""

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.actions.emails import email_to
from chalicelib.accounts.model import Account, Member
from chalicelib.outbox.actions import enqueue_email, in_each_language
from chalicelib.proof import Proof
from chalicelib.services import Services
from chalicelib.tracing.labels import KINDS
from chalicelib.tracing.model import Follower, Shipment
from chalicelib.tracing.rules.timeline import expected_on, latest
from chalicelib.unit_of_work import UnitOfWork
from chalicelib.urls import path_for


def enqueue_shipment_milestone(work: UnitOfWork, shipment: Shipment, follower: Follower) -> None:
    """Enqueue where the shipment stands now, if the follower's account is still there."""
    account, member = _recipient(work.services, follower)
    if account is None or not account.is_active or (follower.member and member is None):
        return
    proof = stop_proof(shipment.number, follower)
    email = email_to(account, "shipment-milestone", _milestone(work.services, shipment), proof, member)
    one_click = path_for("tracing_api.stop", number=shipment.number)
    enqueue_email(work, email._replace(one_click=one_click))


def stop_proof(number: str, follower: Follower) -> Proof:
    """Return the proof of the link that ends a follower's emails about a shipment."""
    return Proof(path=path_for("following.stop", number=number), owner=follower.id, nonce=follower.nonce)


def _recipient(services: Services, follower: Follower) -> tuple[Account | None, Member | None]:
    """Return the account, and the one of those who share it, as they are now."""
    member = accounts.member(services, follower.account, follower.member) if follower.member else None
    return accounts.by_id(services, follower.account), member


def _milestone(services: Services, shipment: Shipment) -> dict[str, str]:
    """Return the last event as the template says it."""
    event = latest(shipment)
    said = in_each_language(services, state=KINDS[event.kind], at=event.at, expected=expected_on(shipment) or "")
    return {"number": shipment.number, "city": event.place.city if event.place else "", **said}
