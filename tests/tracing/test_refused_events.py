"""Events that are not taken in, each for a reason, while the others are kept (REQUIREMENTS T3)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.app_factory import create_app
from chalicelib.cloud.table import Condition, Item, Key
from chalicelib.integrations.model import Scope
from tests.support.http import Program
from tests.support.memory import MemoryTable
from tests.support.shipments import EVENTS, NUMBER, WAY, Json, announcement, carrier, reported, shipment, tell
from tests.support.world import World

pytestmark = pytest.mark.req("T3")
Worlds = Callable[[str], World]


class BusyTable(MemoryTable):
    """Before the next write of a shipment, someone else is first."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[], object]] = []

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        while self.meanwhile:
            self.meanwhile.pop()()
        return super().update(key, values, add, when)


def refused(answer: Json) -> list[tuple[int, str | None, str]]:
    return [(each["index"], each["id"], each["reason"]) for each in answer["refused"]]


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"id": "x", "kind": "arrived"}, ["at"]),
        ({**reported("x"), "at": "2026-03-01T10:00:00"}, ["at"]),
        ({**reported("x"), "at": 1772000000}, ["at"]),
        ({**reported("x"), "kind": "flown"}, ["kind"]),
        ({**reported("x"), "id": "a b"}, ["id"]),
        ({**reported("x"), "place": {"city": "", "province": "Quebec"}}, ["place.city", "place.province"]),
        ({**reported("x"), "colour": "red"}, ["colour"]),
        ({**reported("x"), "proof": "../e.pdf"}, ["proof"]),
        ({**reported("x"), "details": announcement()["details"]}, []),
        ({**announcement(), "details": None}, []),
        ({**announcement(pieces="3")}, ["details.pieces"]),
        ("x", []),
        (None, []),
    ],
)
def test_what_does_not_fit_the_schema_is_refused_with_the_fields_that_are_to_blame(sent: Any, fields: Any) -> None:
    world = World("freight")
    answer = carrier(world, create_app(world)).post(EVENTS, events=[WAY[0], sent, WAY[1]]).json
    assert (answer["kept"], answer["known"]) == (2, 0)
    assert [(each["index"], each["reason"], each["fields"]) for each in answer["refused"]] == [(1, "malformed", fields)]
    assert [each.id for each in shipment(world).events] == ["e0", "e1"]


def test_each_refusal_is_explained_in_the_language_that_is_asked_for() -> None:
    world = World("freight")
    program = carrier(world, create_app(world))
    assert program.post(EVENTS, events=[{}]).json["refused"][0]["detail"].startswith("L’événement")


def test_an_id_that_stands_for_another_event_is_refused_and_the_first_is_kept(world: Worlds) -> None:
    freight = world("freight")
    tell(freight, WAY)
    taken = tell(freight, [{**WAY[2], "kind": "arrived"}])
    assert [(each.event, each.reason) for each in taken.refused] == [("e2", "contradicts")]
    assert shipment(freight).events[2].kind == "departed"


@pytest.mark.parametrize(("seconds", "kept"), [(90, 1), (91, 0)])
def test_an_event_may_be_ahead_of_our_clock_by_as_much_as_the_policy_says(
    world: Worlds, seconds: int, kept: int
) -> None:
    example = world("example")
    at = (example.now + timedelta(seconds=seconds)).isoformat()
    taken = tell(example, [{**reported("e1"), "at": at}])
    assert len(taken.kept) == kept
    assert [each.reason for each in taken.refused] == ["in-the-future"] * (1 - kept)


@pytest.mark.parametrize(("days", "reasons"), [(18, []), (19, ["too-old"])])
def test_an_event_that_would_be_forgotten_at_once_is_refused(world: Worlds, days: int, reasons: list[str]) -> None:
    example = world("example")
    at = (example.now - timedelta(days=days)).isoformat()
    assert [each.reason for each in tell(example, [{**reported("e1"), "at": at}]).refused] == reasons


def test_a_shipment_takes_as_many_bytes_as_the_policy_says(world: Worlds) -> None:
    example = world("example")
    taken = tell(example, [reported(f"e{number}", hours=number) for number in range(1, 50)])
    assert {each.reason for each in taken.refused} == {"full"}
    assert 4000 - 300 < sum(len(each.model_dump_json(exclude_none=True)) for each in taken.kept) <= 4000


def test_a_key_that_may_not_announce_shipments_tells_of_their_way_only() -> None:
    world = World("freight")
    answer = carrier(world, create_app(world), Scope.EVENTS).post(EVENTS, events=WAY).json
    assert refused(answer) == [(0, "e0", "not-allowed")]
    assert answer["kept"] == 5


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"events": []}, 422),
        ({"events": [reported(f"e{number}") for number in range(501)]}, 422),
        ({"events": "e1"}, 422),
        ({}, 422),
        ({"events": WAY, "more": 1}, 422),
    ],
)
def test_what_is_no_batch_is_refused_whole(body: Json, status: int) -> None:
    world = World("freight")
    assert carrier(world, create_app(world)).post(EVENTS, **body).status == status
    assert not shipment(world).is_known


def test_a_batch_of_500_is_taken_in() -> None:
    world = World("freight")
    batch = [reported(f"e{number}", hours=number % 70) for number in range(500)]
    assert carrier(world, create_app(world)).post(EVENTS, events=batch).json["kept"] == 500


def test_a_number_that_is_none_has_no_address(world: Worlds) -> None:
    freight = world("freight")
    program = carrier(freight, create_app(freight))
    statuses = {program.post(f"/api/shipments/{number}/events", events=WAY).status for number in ("1047", "x", "1,2")}
    assert statuses == {404}


def test_who_meets_someone_else_reads_again_and_loses_nothing() -> None:
    table = BusyTable()
    world = World("freight", table)
    tell(world, [WAY[0]])
    table.meanwhile = [lambda: tell(world, [WAY[1]])]
    taken = tell(world, [WAY[2]])
    assert [each.id for each in taken.kept] == ["e2"]
    assert [each.id for each in shipment(world).events] == ["e0", "e1", "e2"]


# --- keys ---


@pytest.mark.parametrize("session", [None, "", "x", "tms", "tms.", "tms.wrong", "nobody.wrong", ".x", "tms.x.y"])
def test_without_a_key_of_ours_nothing_is_taken_in(session: str | None) -> None:
    world = World("freight")
    app = create_app(world)
    carrier(world, app)
    assert Program(app, session=session).post(EVENTS, events=WAY).status == 401
    assert not shipment(world).is_known


def test_a_persons_session_is_no_key() -> None:
    world = World("freight")
    app = create_app(world)
    carrier(world, app)
    assert Program(app, session="0" * 32 + NUMBER).post(EVENTS, events=WAY).status == 401


def test_a_key_without_the_scope_is_refused() -> None:
    world = World("freight")
    assert carrier(world, create_app(world), Scope.ANNOUNCE).post(EVENTS, events=WAY).status == 403
