"""The shipments of the demonstration, told of as a carrier's system would: one on its way, one late, one delivered."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chalicelib.integrations.model import Integration, Scope
from chalicelib.services import Services
from chalicelib.tracing.actions.find import by_number
from chalicelib.tracing.actions.take_in import take_in
from chalicelib.tracing.inputs import read_events
from infra.local.cloud import Cloud

CARRIER = Integration(name="demonstration", scopes=tuple(Scope))
BAY = {"city": "Baie-Grise", "province": "NL"}
PORT = {"city": "Port-Clair", "province": "NL"}
TOWN = {"city": "Montréal", "province": "QC"}


class DemoStep(NamedTuple):
    """What happened so many hours ago."""

    kind: str
    hours_ago: int
    place: dict[str, str]


SHIPMENTS: dict[str, tuple[DemoStep, ...]] = {
    "104700213": (
        DemoStep("picked-up", 50, BAY),
        DemoStep("departed", 44, PORT),
        DemoStep("out-for-delivery", 2, TOWN),
    ),
    "104700221": (DemoStep("picked-up", 70, BAY), DemoStep("arrived", 60, PORT), DemoStep("delayed", 20, PORT)),
    "104700239": (
        DemoStep("picked-up", 90, BAY),
        DemoStep("out-for-delivery", 30, TOWN),
        DemoStep("delivered", 26, TOWN),
    ),
}


def put_shipments_in(cloud: Cloud) -> None:
    """Put in what is not there yet, and let the front tell visitors what they can trace."""
    for key, portal in cloud.front.portals.items():
        if portal.policies.tracing is None:
            continue
        services = cloud.services(key)
        consignee = next((identifier for identifier, _ in cloud.front.people.get(key, [])), None)
        for number, steps in SHIPMENTS.items():
            _tell(services, number, steps, consignee)
        cloud.front.shipments[key] = list(SHIPMENTS)


def _tell(services: Services, number: str, steps: tuple[DemoStep, ...], consignee: str | None) -> None:
    now = services.clock.now()
    if by_number(services, number, now).is_known:
        return
    sent = [_announced(number, now, consignee), *(_happened(number, now, step) for step in steps)]
    take_in(services, CARRIER, number, read_events(sent).reported, now)


def _announced(number: str, now: datetime, consignee: str | None) -> dict[str, Any]:
    details = {
        "origin": BAY,
        "destination": TOWN,
        "postal_code": "H2Y 1C6",
        "pieces": 4,
        "weight_kg": 620,
        "references": {"bill_of_lading": f"BL-{number}", "purchase_order": "PO-2026-118"},
        "parties": {
            "shipper": {"name": "Ateliers Grise", "contact": "709 555-0112"},
            "consignee": {"name": "Quincaillerie du Vieux-Port", "access": consignee, "contact": "514 555-0134"},
        },
    }
    return {"id": f"{number}-0", "kind": "announced", "at": _ago(now, 100), "details": details}


def _happened(number: str, now: datetime, step: DemoStep) -> dict[str, Any]:
    expected = (now + timedelta(days=1)).date().isoformat()
    sent = {"id": f"{number}-{step.kind}", "kind": step.kind, "at": _ago(now, step.hours_ago), "place": step.place}
    return {**sent, "expected_on": expected} if step.kind != "delivered" else {**sent, "signed_by": "M. Gagnon"}


def _ago(now: datetime, hours: int) -> str:
    return (now - timedelta(hours=hours)).isoformat()
