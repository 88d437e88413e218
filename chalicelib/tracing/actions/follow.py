"""Followers of a shipment, emailed at milestones: signed in to follow, stopped by a link in any email."""

from datetime import datetime

from chalicelib.accounts.model import Account, Member
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.tracing.actions.emails import stop_proof
from chalicelib.tracing.actions.find import by_number
from chalicelib.tracing.actions.trace import policy_of
from chalicelib.tracing.errors import FollowersFull, StopLinkVoid
from chalicelib.tracing.model import Follower, Shipment
from chalicelib.tracing.rules.timeline import kept_until
from chalicelib.tracing.storage import save_shipment
from chalicelib.unit_of_work import retry_on_conflict


@retry_on_conflict
def follow(services: Services, number: str, account: Account, now: datetime, member: Member | None = None) -> None:
    """Mail the account's owner, or one of those who share it, at the milestones that are reached from now on."""
    found, who = by_number(services, number, now), member.id if member else ""
    if is_followed_by(found, who or account.id):
        return
    most = policy_of(services).most_followers
    if len(found.followers) >= most:
        raise FollowersFull(most)
    follower = Follower(account=account.id, member=who, nonce=services.ids.secret())
    _save(services, found.replace(followers=(*found.followers, follower)))


@retry_on_conflict
def stop(services: Services, number: str, who: str, now: datetime) -> None:
    """Mail this person no more about the shipment; fine where nobody did."""
    found = by_number(services, number, now)
    others = tuple(each for each in found.followers if each.id != who)
    if len(others) < len(found.followers):
        _save(services, found.replace(followers=others))


def stop_by_link(services: Services, number: str, token: str, now: datetime) -> None:
    """Do the same for whoever has the link of a mail; raise StopLinkVoid."""
    if not stop_if_open(services, number, token, now):
        raise StopLinkVoid


def stop_if_open(services: Services, number: str, token: str, now: datetime) -> bool:
    """Do it and return True if the link still stops something."""
    if not is_stop_link_valid(services, number, token, now):
        return False
    stop(services, number, owner_of(token), now)
    return True


def is_stop_link_valid(services: Services, number: str, token: str, now: datetime) -> bool:
    """Tell whether the link still stops something; changes nothing."""
    followers = by_number(services, number, now).followers
    found = next((each for each in followers if each.id == owner_of(token)), None)
    return found is not None and stop_proof(number, found).opens(services.keyring, token)


def is_followed_by(shipment: Shipment, who: str) -> bool:
    return any(follower.id == who for follower in shipment.followers)


def _save(services: Services, shipment: Shipment) -> None:
    until = kept_until(shipment, policy_of(services), services.portal.zone)
    save_shipment(services.table, shipment, until)
