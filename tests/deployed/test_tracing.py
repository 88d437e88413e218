"""Tracing on the packed app: a carrier's events by API and by file, people who trace them, mails that are stopped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib.accounts.actions.administration import admit
from chalicelib.integrations.actions import add
from chalicelib.integrations.model import Scope
from infra.local.client import Client
from infra.local.cloud import Cloud
from tests.deployed.conftest import Api, Mails
from tests.deployed.people import GOOD, fill_in, link_in, press, says
from tests.support.patience import until

PORTAL, NUMBER = "freight", "104700990"
NOW = datetime.now(UTC).replace(microsecond=0)


def told(name: str, kind: str, hours_ago: int, **more: Any) -> dict[str, Any]:
    at = (NOW - timedelta(hours=hours_ago)).isoformat()
    return {"id": name, "kind": kind, "at": at, "place": {"city": "Port-Clair", "province": "NL"}, **more}


def announcement(access: str) -> dict[str, Any]:
    place = {"city": "Montréal", "province": "QC"}
    details = {
        "origin": place,
        "destination": place,
        "postal_code": "H2Y 1C6",
        "pieces": 2,
        "weight_kg": 85,
        "parties": {"consignee": {"name": "Quincaillerie Zoé", "access": access}},
    }
    return {"id": "e0", "kind": "announced", "at": (NOW - timedelta(hours=9)).isoformat(), "details": details}


@pytest.fixture(scope="session")
def key(cloud: Cloud) -> dict[str, str]:
    """The header by which the carrier's system proves itself."""
    services = cloud.services(PORTAL)
    return {"authorization": f"Bearer {add(services, 'tms', list(Scope), NOW)}"}


@pytest.fixture(scope="session")
def access_code(cloud: Cloud) -> str:
    """Someone whom staff admitted, with a password."""
    services = cloud.services(PORTAL)
    account = admit(services, "consignee@example.org", "en", services.clock.now())
    assert account.reset
    proof = {"token": account.reset.proof(account.id).token(services.keyring), "password": GOOD}
    assert Client(cloud.front.port, PORTAL).post("/en/password/reset", proof).status == 200
    return account.identifiers["access_code"]


def tell(client: Client, key: dict[str, str], *events: object, number: str = NUMBER) -> dict[str, Any]:
    answer = client.post(f"/api/shipments/{number}/events", {"events": events}, **key)
    assert answer.status == 200, answer.data
    return dict(answer.json())


@pytest.mark.req("T1", "T3")
def test_a_carriers_system_tells_and_anyone_traces(api: Api, key: dict[str, str]) -> None:
    client = api(PORTAL)
    taken = tell(client, key, told("a", "picked-up", 5), {"id": "b"}, number="104700991")
    assert (taken["kept"], [each["reason"] for each in taken["refused"]]) == (1, ["malformed"])
    (found,) = client.get("/en/tracing/104-700-991").json()["shipments"]
    assert (found["state"], found["place"]["city"]) == ("picked-up", "Port-Clair")


@pytest.mark.req("T3")
def test_without_a_key_nothing_is_told(api: Api) -> None:
    assert api(PORTAL).post(f"/api/shipments/{NUMBER}/events", {"events": [told("x", "held", 1)]}).status == 401


@pytest.mark.req("T3")
def test_a_file_that_is_dropped_is_taken_in_and_reported_on(api: Api, cloud: Cloud, key: dict[str, str]) -> None:
    exports = cloud.target.cloudformation.list_exports()["Exports"]
    name = f"{cloud.target.stage(PORTAL).prefix}-uploads-name"
    bucket = next(each["Value"] for each in exports if each["Name"] == name)
    line = f"104700992,c1,arrived,{(NOW - timedelta(hours=2)).isoformat()},Baie-Grise,NL"
    content = f"number,id,kind,at,place.city,place.province\n{line}\n{line.replace('arrived', 'flown')}\n"
    cloud.target.s3.put_object(Bucket=bucket, Key="events/tms/a.csv", Body=content.encode())
    found = until(lambda: api(PORTAL).get("/en/tracing/104700992").json()["shipments"], "the shipment")
    assert found[0]["state"] == "arrived"
    report = until(lambda: listed(cloud, bucket), "the report")
    assert cloud.target.s3.get_object(Bucket=bucket, Key=report[0])["Body"].read().decode() == (
        "line,id,reason,fields\r\n3,c1,malformed,kind\r\n"
    )


def listed(cloud: Cloud, bucket: str) -> list[str]:
    found = cloud.target.s3.list_objects_v2(Bucket=bucket, Prefix="reports/")
    return [each["Key"] for each in found.get("Contents", [])]


@pytest.mark.req("T1", "T2", "T4", "X2")
def test_without_scripts_someone_traces_signs_in_sees_all_of_it_and_is_mailed_until_they_stop(
    page_without_scripts: Page,
    origin: Callable[[str], str],
    api: Api,
    mails: Mails,
    key: dict[str, str],
    access_code: str,
) -> None:
    page, here = page_without_scripts, origin(PORTAL)
    tell(api(PORTAL), key, announcement(access_code))
    page.goto(f"{here}/en/")
    fill_in(page, numbers="104-700-990")
    says(page, "Announced")
    expect(page.locator("main")).not_to_contain_text("Quincaillerie")

    page.goto(f"{here}/en/sign-in")
    fill_in(page, identifier=access_code, password=GOOD)
    page.goto(f"{here}/en/tracing/{NUMBER}")
    says(page, "Quincaillerie Zoé")
    press(page, "Email me at milestones")
    tell(api(PORTAL), key, told("e1", "out-for-delivery", 1))

    mail = mails(PORTAL, "consignee@example.org", count=3)[0]
    assert mail["subject"] == "Shipment 104-700-990: Out for delivery"
    page.goto(link_in(mail))
    press(page, "Stop the emails")
    says(page, "We will email you no more about this shipment.")
    tell(api(PORTAL), key, told("e2", "delivered", 0))
    assert len(mails(PORTAL, "consignee@example.org", count=3)) == 3


@pytest.mark.req("T1", "X1")
def test_a_list_is_traced_in_either_language_and_kept_when_the_language_changes(
    page: Page, origin: Callable[[str], str], api: Api, key: dict[str, str]
) -> None:
    tell(api(PORTAL), key, told("a", "picked-up", 5), number="104700993")
    page.goto(f"{origin(PORTAL)}/fr/tracing")
    fill_in(page, numbers="104-700-993\n999 999 999")
    says(page, "Ramassé")
    page.get_by_role("link", name="English").click()
    says(page, "Picked up")
    says(page, "No shipment has the number 999-999-999.")
