"""What is mailed at milestones (REQUIREMENTS T4), with one click to stop it."""

from datetime import datetime

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.actions.letters import owe
from chalicelib.accounts.model import Account, Member
from chalicelib.cloud.table import Change
from chalicelib.i18n.languages import say, write
from chalicelib.portal.text import LANGUAGES
from chalicelib.proof import Proof
from chalicelib.services import Services
from chalicelib.tracing.labels import KINDS
from chalicelib.tracing.model import Follower, Shipment
from chalicelib.tracing.rules.timeline import expected_on, latest
from chalicelib.urls import path_for


def owe_milestone(services: Services, change: Change, shipment: Shipment, follower: Follower, now: datetime) -> None:
    """Owe a follower, if the account is still there, a letter on where the shipment stands now."""
    account, whom = _reader(services, follower)
    if account is None or not account.is_active or (follower.member and whom is None):
        return
    proof = stop_proof(shipment.number, follower)
    data = {"number": shipment.number, **_milestone(services, shipment)}
    one_click = path_for("tracing_api.stop", number=shipment.number)
    owe(services, change, "shipment-milestone", account, now, to=whom, data=data, proof=proof, one_click=one_click)


def _reader(services: Services, follower: Follower) -> tuple[Account | None, Member | None]:
    """Return the account, and who it is of those who share it, as they are now."""
    member = accounts.member(services, follower.account, follower.member) if follower.member else None
    return accounts.by_id(services, follower.account), member


def stop_proof(number: str, follower: Follower) -> Proof:
    """Return what the link is made of that ends a follower's mails about a shipment."""
    return Proof(path=path_for("following.stop", number=number), owner=follower.id, nonce=follower.nonce)


def _milestone(services: Services, shipment: Shipment) -> dict[str, str]:
    """Return the last event as the template says it, in words that depend on the language."""
    event, expected, zone = latest(shipment), expected_on(shipment), services.portal.zone
    said: dict[str, str] = {}
    for language in LANGUAGES:
        said[f"state_{language}"] = say(KINDS[event.kind], language, zone)
        said[f"at_{language}"] = write(event.at, language, zone)
        said[f"expected_{language}"] = write(expected, language, zone) if expected else ""
    return {"city": event.place.city if event.place else "", **said}
