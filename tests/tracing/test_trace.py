"""Tracing by number, by anyone: what is shown, and what never is (REQUIREMENTS T1; SECURITY SEC43)."""

from collections.abc import Callable

import pytest

from chalicelib.app_factory import create_app
from tests.conftest import portal
from tests.support.http import Browser, Program
from tests.support.shipments import NUMBER, OTHER, PERSONAL, POSTAL_CODE, WAY, reported, tell
from tests.support.world import World

pytestmark = pytest.mark.req("T1")
Worlds = Callable[[str], World]


def traced(world: World, address: str) -> Browser:
    browser = Browser(create_app(world))
    browser.get(address)
    return browser


def freight() -> World:
    world = World("freight")
    tell(world, WAY[:4])
    tell(world, [WAY[0]], OTHER)
    return world


def test_anyone_sees_the_steps_their_cities_and_the_expected_day() -> None:
    (found,) = Program(create_app(freight())).get(f"/en/tracing/{NUMBER}").json["shipments"]
    assert (found["state"], found["name"], found["place"]["city"]) == ("arrived", "At a terminal", "Rivière-Haute")
    assert found["expected_on"] == "2026-03-04"
    assert [step["kind"] for step in found["steps"]] == ["arrived", "departed", "picked-up", "announced"]
    assert (found["full"], found["is_followed"]) == (None, False)


@pytest.mark.parametrize("number", [NUMBER, "104-700-213", "104%20700%20213", "10470021-3"])
def test_an_address_takes_the_number_with_and_without_dashes(number: str) -> None:
    assert "À un terminal" in traced(freight(), f"/fr/tracing/{number}").page.body


@pytest.mark.req("SEC43")
@pytest.mark.parametrize("path", ["", "/csv"])
def test_nobody_learns_anything_personal_from_a_number(path: str) -> None:
    world = World("freight")
    tell(world, WAY)
    app = create_app(world)
    browser = Browser(app)
    seen = browser.get(f"/en/tracing/{NUMBER}{path}").body + Program(app).get(f"/en/tracing/{NUMBER}").body
    assert "Delivered" in seen
    assert [word for word in PERSONAL if word in seen] == []


def test_the_front_page_has_the_form_and_leads_to_an_address_that_can_be_kept() -> None:
    browser = traced(freight(), "/fr/")
    assert 'action="/fr/tracing"' in browser.page.body
    answer = browser.post("/fr/tracing", numbers="104-700-213")
    assert (answer.status, answer.location) == (303, f"/fr/tracing/{NUMBER}")


def test_several_are_traced_at_once_and_each_leads_to_its_own_page() -> None:
    browser = traced(freight(), "/en/tracing")
    answer = browser.post("/en/tracing", numbers=f"104-700-213\n104700221 ; {NUMBER}, 999999999")
    assert answer.location == f"/en/tracing/{NUMBER},{OTHER},999999999"
    page = browser.get(answer.location).body
    assert f'href="/en/tracing/{OTHER}"' in page
    assert "No shipment has the number 999-999-999." in page


def test_a_program_is_given_what_was_found_at_once() -> None:
    answer = Program(create_app(freight())).post("/en/tracing", numbers=f"{NUMBER} 999999999")
    assert [shipment["number"] for shipment in answer.json["shipments"]] == [NUMBER]
    assert answer.json["unknown"] == ["999999999"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12345", "A shipment number has 9 digits. Check this: 12345."),
        ("hello", "Enter a shipment number: it has 9 digits."),
        ("12345, 104700213, 77", "A shipment number has 9 digits. Check this: 12345; 77."),
        ("", "Enter a shipment number."),
    ],
)
def test_what_is_no_number_is_said_at_the_field_and_can_be_mended(typed: str, said: str) -> None:
    browser = traced(freight(), "/en/tracing")
    page = browser.post("/en/tracing", numbers=typed)
    assert page.status == 422
    assert said in page.body
    assert typed in page.body


def test_an_unknown_number_has_words_of_its_own() -> None:
    browser = traced(freight(), "/en/tracing/999999999")
    assert browser.page.status == 200
    assert "No shipment has the number 999-999-999." in browser.page.body


@pytest.mark.parametrize(("count", "status"), [(25, 200), (26, 422)])
def test_at_most_as_many_as_the_policy_says_are_traced_at_once(count: int, status: int) -> None:
    numbers = ",".join(str(100_000_000 + number) for number in range(count))
    assert Program(create_app(World("freight"))).get(f"/en/tracing/{numbers}").status == status


def test_a_list_is_saved_as_a_file_that_a_spreadsheet_reads() -> None:
    world = freight()
    tell(world, [reported("e9", "held", 9, place={"city": '=HYPERLINK("x")', "province": "QC"})], OTHER)
    page = traced(world, f"/fr/tracing/{NUMBER},{OTHER},999999999/csv").page
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.headers["Content-Disposition"] == 'attachment; filename="shipments.csv"'
    assert page.body == (
        "\ufeffNuméro,État,Ville,Depuis,Jour prévu\r\n"
        f"{NUMBER},À un terminal,Rivière-Haute,2026-02-28 15:00,2026-03-04\r\n"
        f'{OTHER},Retenu,"\'=HYPERLINK(""x"")",2026-02-27 18:00,\r\n'
        "999999999,Aucun envoi n’a ce numéro\r\n"
    )


def test_the_language_switch_keeps_what_was_traced() -> None:
    assert f'href="/en/tracing/{NUMBER},{OTHER}"' in traced(freight(), f"/fr/tracing/{NUMBER},{OTHER}").page.body


@pytest.mark.parametrize("path", ["/fr/tracing", f"/fr/tracing/{NUMBER}", f"/fr/tracing/{NUMBER}/csv"])
def test_a_portal_that_traces_nothing_has_no_such_addresses(path: str) -> None:
    assert Program(create_app(World("social-work"))).get(path).status == 404


def test_a_shipment_is_forgotten_when_its_time_is_over() -> None:
    world = World(portal("example"))
    tell(world, [WAY[0]])
    program = Program(create_app(world))
    world.clock.advance(days=15, hours=21, minutes=59, seconds=59)
    asked = {"numbers": NUMBER, "postal_code": POSTAL_CODE}
    assert program.post("/en/tracing", **asked).json["unknown"] == []
    world.clock.advance(seconds=1)
    assert program.post("/en/tracing", **asked).json["unknown"] == [NUMBER]


def test_a_trace_is_one_read_however_many_numbers_there_are() -> None:
    world = freight()
    table = world.table
    table.calls.clear()  # type: ignore[attr-defined]
    Program(create_app(world)).get(f"/en/tracing/{NUMBER},{OTHER},999999999")
    assert table.calls == ["update", "update", "get_many"]  # type: ignore[attr-defined]


# --- the second fact ---


@pytest.mark.req("SEC43")
def test_where_a_second_fact_is_asked_for_a_number_alone_shows_nothing() -> None:
    world = World(portal("example"))
    tell(world, WAY)
    answer = Program(create_app(world)).get(f"/en/tracing/{NUMBER}")
    assert answer.status == 422
    assert answer.json["errors"].keys() == {"postal_code"}


@pytest.mark.req("SEC43")
def test_a_browser_is_taken_to_where_the_second_fact_is_asked_for_with_its_numbers_in_the_form() -> None:
    world = World(portal("example"))
    tell(world, WAY)
    browser = traced(world, f"/en/tracing/{NUMBER}")
    assert browser.page.status == 0  # nothing was shown
    page = browser.get("/en/tracing").body
    assert NUMBER in page
    answer = browser.post("/en/tracing", numbers=NUMBER, postal_code="h2y1c6")
    assert "Delivered" in browser.get(answer.location).body


@pytest.mark.req("SEC43")
@pytest.mark.parametrize("typed", ["H2Y 1C6", "h2y1c6", " H2Y-1C6 "])
def test_the_postal_code_is_taken_as_people_type_it(typed: str) -> None:
    world = World(portal("example"))
    tell(world, WAY)
    found = Program(create_app(world)).post("/en/tracing", numbers=NUMBER, postal_code=typed).json
    assert [shipment["state"] for shipment in found["shipments"]] == ["delivered"]


@pytest.mark.req("SEC43")
def test_a_wrong_postal_code_is_answered_as_an_unknown_number_is() -> None:
    world = World(portal("example"))
    tell(world, WAY)
    tell(world, WAY[1:], OTHER)  # announced by nobody yet: its destination is not known
    program = Program(create_app(world))
    asked = [(NUMBER, "H2Y 1C7"), ("999999999", POSTAL_CODE), (OTHER, POSTAL_CODE)]
    answers = [program.post("/en/tracing", numbers=number, postal_code=code) for number, code in asked]
    assert {(each.status, each.body.replace(number, "")) for each, (number, _) in zip(answers, asked, strict=True)} == {
        (200, '{"shipments":[],"unknown":[""]}')
    }
