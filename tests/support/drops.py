"""What lies in a bucket for the functions of tracing: files of events, and proofs of delivery. Call it inside moto."""

from collections.abc import Callable
from typing import Any

from chalicelib.accounts.actions.administration import admit
from chalicelib.integrations.actions import add
from chalicelib.integrations.model import Scope
from chalicelib.portal.loader import load
from chalicelib.services import Services
from chalicelib.tracing.actions.follow import follow
from chalicelib.tracing.actions.proofs import proof_link
from chalicelib.tracing.actions.trace import Traced
from chalicelib.tracing.model import PartyRole, Shipment, ShipmentEvent, ShipmentEventKind
from scheduled import dropped
from tests.support.aws import client


def drops(services: Services) -> Callable[[], None]:
    """Return what takes in two files: one of a new shipment, one with a milestone that someone is to be mailed of."""
    freight, now = Services(), services.clock.now()
    freight.portal = load("freight")
    account = admit(freight, "zoe@example.org", "en", now)
    add(freight, "tms", list(Scope), now)
    at = now.isoformat()
    for name, kind in (("a", "departed"), ("b", "delivered")):
        _drop(services, f"events/tms/{name}.csv", f"number,id,kind,at\n104700213,{name},{kind},{at}\n")
    dropped.run(_event(services, "events/tms/a.csv"), freight, now)
    follow(freight, "104700213", account, now)
    _drop(services, "events/tms/c.csv", f"number,id,kind,at\n104700221,c,departed,{at}\n")

    def work() -> None:
        for name in ("b", "c"):
            dropped.run(_event(services, f"events/tms/{name}.csv"), freight, now)

    return work


def _drop(services: Services, key: str, content: str) -> None:
    client("s3").put_object(Bucket=services.settings.uploads, Key=key, Body=content.encode())


def _event(services: Services, key: str) -> dict[str, Any]:
    bucket = services.settings.uploads
    found = client("s3").head_object(Bucket=bucket, Key=key)
    version = {"version-id": found["VersionId"]} if key.endswith("b.csv") else {}  # some don't say it
    named = {"key": key, "size": found["ContentLength"], **version}
    return {"detail": {"bucket": {"name": bucket}, "object": named}}


def save_a_proof(services: Services) -> None:
    """Do what a consignee does to save the proof of a delivery."""
    now = services.clock.now()
    delivered = ShipmentEvent(id="e", kind=ShipmentEventKind.DELIVERED, at=now, proof="e.pdf")
    _drop(services, "proofs/104700213/e.pdf", "%PDF")
    own = Traced("104700213", Shipment(number="104700213", events=(delivered,)), PartyRole.CONSIGNEE)
    assert proof_link(services, own)
