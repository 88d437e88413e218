"""Files of events that a carrier drops into the bucket (REQUIREMENTS T3)."""

import json
from io import StringIO
from typing import Any

import pytest

from chalicelib.integrations.actions import revoke
from chalicelib.integrations.model import Scope
from chalicelib.tracing.event_csv import read_lines
from chalicelib.tracing.inputs import LARGEST_FILE
from chalicelib.tracing.rules.timeline import details
from scheduled import dropped
from tests.support.shipments import NUMBER, WAY, key, shipment, tell
from tests.support.world import World

pytestmark = pytest.mark.req("T3")
KEY, REPORT = "events/tms/2026-03-02.csv", "reports/tms/2026-03-02.csv"
HEADER = "number,id,kind,at,place.city,place.province,expected_on,signed_by,proof"
FILE = f"""{HEADER}
104-700-213,e1,picked-up,2026-02-27T16:00:00Z,Port-Clair,NL,2026-03-04,,
{NUMBER},e2,departed,2026-02-27T14:00:00-05:00,Port-Clair,NL,,,
104700221,x1,arrived,2026-02-28T14:00:00Z,"Baie-Grise",NL,,,
{NUMBER},e3,flown,2026-02-28T14:00:00Z,Port-Clair,NL,,,
12345,e4,arrived,2026-02-28T14:00:00Z,Port-Clair,NL,,,
{NUMBER},e5,arrived,2026-02-28T14:00:00Z,Port-Clair,NL,,,,,one more
"""


def drop(world: World, content: str | bytes, name: str = KEY, **more: Any) -> None:
    """Put a file and let S3 tell of it, as EventBridge passes it on."""
    raw = content.encode() if isinstance(content, str) else content
    world.files.write(name, raw, "text/csv")
    stored = world.files.find(name)
    assert stored
    found = {"key": name, "size": stored.size, "version-id": stored.version, **more}
    detail = {"bucket": {"name": world.settings.uploads}, "object": found}
    dropped.run({"source": "aws.s3", "detail-type": "Object Created", "detail": detail}, world, world.now)


def carriers(*scopes: Scope) -> World:
    world = World("freight")
    key(world, *scopes)
    return world


def report(world: World) -> str:
    stored = world.files.find(REPORT)
    assert stored
    return world.files.read(REPORT, stored.version).decode()


def test_each_line_is_an_event_of_its_shipment() -> None:
    world = carriers()
    drop(world, FILE)
    assert [each.id for each in shipment(world).events] == ["e1", "e2"]
    assert [each.id for each in shipment(world, "104700221").events] == ["x1"]


def test_a_report_says_of_each_line_that_was_refused_why() -> None:
    world = carriers()
    drop(world, FILE)
    assert report(world) == (
        "line,id,reason,fields\r\n5,e3,malformed,kind\r\n6,e4,malformed,number\r\n7,e5,malformed,number\r\n"
    )


def test_a_line_is_the_same_event_as_the_one_that_the_api_is_told() -> None:
    world = carriers()
    tell(world, [WAY[1]])
    at = WAY[1]["at"]
    drop(world, f"{HEADER}\n{NUMBER},e1,picked-up,{at},Port-Clair,NL,2026-03-04,,\n")
    assert report(world) == "line,id,reason,fields\r\n"
    assert shipment(world).version == 1


def test_the_log_says_how_many_lines_were_new_known_and_refused(logged: StringIO) -> None:
    world = carriers()
    drop(world, FILE)
    drop(world, FILE)
    found = [json.loads(line) for line in logged.getvalue().splitlines() if "shipment file handled" in line]
    assert [(each["kept"], each["known"], each["refused"]) for each in found] == [(3, 0, 3), (0, 3, 3)]


def test_a_file_that_comes_again_changes_nothing() -> None:
    world = carriers()
    drop(world, FILE)
    drop(world, FILE)
    assert (shipment(world).version, len(shipment(world).events)) == (1, 2)


def test_a_file_can_announce_a_shipment_too() -> None:
    world = carriers()
    columns = "number,id,kind,at,details.origin.city,details.origin.province,details.destination.city,"
    more = "details.destination.province,details.postal_code,details.pieces,details.weight_kg,"
    parties = "details.references.purchase_order,details.parties.consignee.name,details.parties.consignee.access"
    line = f"{NUMBER},e0,announced,2026-02-27T14:00:00Z,Baie-Grise,NL,Montréal,QC,H2Y 1C6,3,777,PO-4711,Zoé,TB-4711"
    drop(world, f"{columns}{more}{parties}\n{line}\n")
    found = details(shipment(world))
    assert found
    assert (found.weight_kg, [party.access for party in found.parties.values()]) == (777, ["TB-4711"])


@pytest.mark.parametrize("content", [FILE.replace(",", ";"), "\ufeff" + FILE, FILE.replace("\n", "\r\n")])
def test_it_is_read_as_spreadsheets_write_it(content: str) -> None:
    world = carriers()
    drop(world, content)
    assert len(shipment(world).events) == 2


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"hello", b"number\n104700213\n", b'"', b"a,a\n1,2\n"])
def test_what_is_no_such_file_takes_in_nothing(content: bytes) -> None:
    world = carriers()
    drop(world, content)
    assert not shipment(world).is_known


@pytest.mark.parametrize("name", ["events/nobody/a.csv", "events/a.csv", "events//a.csv"])
def test_a_folder_that_is_no_integrations_is_left_alone_and_logged(name: str, logged: StringIO) -> None:
    world = carriers()
    drop(world, FILE, name)
    (rejected,) = (json.loads(line) for line in logged.getvalue().splitlines() if "shipment file rejected" in line)
    assert (rejected["size"], rejected["known"]) == (len(FILE.encode()), False)
    assert not shipment(world).is_known


def test_who_was_revoked_drops_in_vain() -> None:
    world = carriers()
    revoke(world, "tms")
    drop(world, FILE)
    assert not shipment(world).is_known


def test_who_may_not_tell_of_events_drops_in_vain() -> None:
    world = carriers(Scope.ANNOUNCE)
    drop(world, FILE)
    assert not shipment(world).is_known


def test_a_file_that_is_too_large_is_not_read() -> None:
    world = carriers()
    drop(world, FILE, size=LARGEST_FILE + 1)
    assert not shipment(world).is_known


def test_where_nothing_is_traced_a_file_is_nobodys(logged: StringIO) -> None:
    world = World("social-work")
    drop(world, FILE)
    assert "file in an unknown bucket" in logged.getvalue()


def test_of_a_file_that_was_replaced_each_version_is_read() -> None:
    """Its name may be the same each time."""
    world = carriers()
    first = FILE.replace("e1", "f1").replace("e2", "f2")
    world.files.write(KEY, first.encode(), "text/csv")
    stored = world.files.find(KEY)
    assert stored
    drop(world, FILE)
    drop(world, FILE, KEY, **{"version-id": stored.version})
    assert {each.id for each in shipment(world).events} == {"e1", "e2", "f1", "f2"}


def test_where_no_version_is_named_the_last_one_is_read() -> None:
    world = carriers()
    drop(world, FILE, KEY, **{"version-id": None})
    assert shipment(world).is_known


def test_a_cell_that_lies_in_two_places_is_malformed() -> None:
    lines = read_lines(f"number,id,place,place.city\n{NUMBER},e1,x,y\n".encode())
    assert [(each.position, each.reason) for each in lines.refused] == [(2, "malformed")]
