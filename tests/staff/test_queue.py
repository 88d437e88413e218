"""Staff see what waits for them, the oldest first, and find files by their number."""

from datetime import timedelta

import pytest

from chalicelib.applications.backoffice.schemas import FILES_SHOWN
from chalicelib.applications.model import ApplicationState
from chalicelib.applications.rules.lifecycle import STAFF_ACTS
from chalicelib.staff.model import StaffRole
from tests.support.applications import changed, draft, example, filled, submitted
from tests.support.http import Answer, Browser, Program
from tests.support.review import CHLOE, Office, file_in, path
from tests.support.staff import PASSWORD, code_of, staff_member
from tests.support.world import World

QUEUE = "/en/staff/queue"
FIND = "/en/staff/queue/find"


def _numbers(answer: Answer) -> list[str]:
    return [row["number"] for row in answer.json["files"]]


def _filed(world: World, count: int, seconds: int = 1) -> list[str]:
    """Submit as many files of as many people, so many seconds apart; return their numbers."""
    numbers = []
    for each in range(count):
        numbers.append(submitted(world, email=f"p{each}@example.org").number)
        world.clock.advance(seconds=seconds)
    return numbers


@pytest.mark.req("W1")
def test_the_oldest_file_comes_first_and_says_how_long_it_waits() -> None:
    world = example()
    numbers = _filed(world, 3, seconds=86400)
    found = Office(world).basil.get(QUEUE)
    assert (found.json["waiting"], _numbers(found)) == (3, numbers)
    assert [row["said_age"].split()[0] for row in found.json["files"]] == ["3", "2", "1"]


@pytest.mark.req("W1")
@pytest.mark.parametrize("state", ApplicationState)
def test_what_waits_for_the_person_or_for_nobody_is_not_in_the_queue(state: ApplicationState) -> None:
    office = Office()
    if state is ApplicationState.DRAFT:
        draft(office.world)
    else:
        file_in(office.world, state)
    assert office.basil.get(QUEUE).json["waiting"] == (1 if state in STAFF_ACTS else 0)


@pytest.mark.req("W1")
@pytest.mark.parametrize("apart", [1, 0])
def test_pages_follow_each_other_without_a_gap_or_a_repeat(apart: int) -> None:
    """Also where all were filed in the same second."""
    world = example()
    numbers = _filed(world, 2 * FILES_SHOWN + 1, seconds=apart)
    office = Office(world)
    seen, following = [], QUEUE
    while following:
        page = office.basil.get(following)
        seen.append(_numbers(page))
        following = page.json["next"] and f"/en{page.json['next']}"
    assert [len(page) for page in seen] == [25, 25, 1]
    assert [number for page in seen for number in page] == numbers


@pytest.mark.req("W1")
def test_a_file_that_leaves_moves_no_other_to_another_page() -> None:
    world = example()
    numbers = _filed(world, FILES_SHOWN + 2)
    office = Office(world)
    following = office.basil.get(QUEUE).json["next"]
    for number in (numbers[0], numbers[FILES_SHOWN - 1]):  # the last one of the page is where it ended
        office.anne.post(f"/en/staff/files/{number}/take")
        assert office.anne.post(f"/en/staff/files/{number}/question", text="Why?").status == 200
    assert _numbers(office.basil.get(f"/en{following}")) == numbers[FILES_SHOWN:]


@pytest.mark.req("W1")
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("", "new mine theirs other"),
        ("service=odd-permit", "new mine theirs"),
        ("service=odder-permit", "other"),
        ("state=submitted", "new other"),
        ("state=in-review", "mine theirs"),
        ("who=mine", "mine"),
        ("who=nobody", "new other"),
        ("who=nobody&service=odd-permit", "new"),
        ("state=on-hold", ""),
        ("state=draft&service=none&who=x&after=y", "new mine theirs other"),  # what makes no sense is not asked
    ],
)
def test_the_queue_is_filtered_by_service_state_and_whose_it_is(office: Office, wanted: str, expected: str) -> None:
    names = {file["number"]: name for name, file in zip(NAMES, office.basil.get(QUEUE).json["files"], strict=True)}
    assert [names[number] for number in _numbers(office.basil.get(f"{QUEUE}?{wanted}"))] == expected.split()


NAMES = ("new", "mine", "theirs", "other")


@pytest.fixture(scope="session")
def office() -> Office:
    """Four files: a new one, two that are in someone's hands, and a new one of another service."""
    office = Office()
    _, mine, theirs, other = (submitted(office.world, email=f"p{each}@example.org") for each in range(len(NAMES)))
    changed(office.world, other, service="odder-permit")
    assert office.basil.post(path(mine, "take")).status == 200
    assert office.anne.post(path(theirs, "take")).status == 200
    return office


@pytest.mark.req("W1")
def test_a_filter_looks_past_what_does_not_fit_and_stays_for_the_next_page() -> None:
    world = example()
    numbers = _filed(world, FILES_SHOWN + 3)
    office = Office(world)
    office.basil.post(f"/en/staff/files/{numbers[0]}/take")
    first = office.basil.get(f"{QUEUE}?state=submitted")
    assert _numbers(first) == numbers[1 : FILES_SHOWN + 1]
    assert _numbers(office.basil.get(f"/en{first.json['next']}")) == numbers[FILES_SHOWN + 1 :]


@pytest.mark.req("W1")
@pytest.mark.parametrize(
    "place", ["2026-13-01T00:00:00Z.123456789", "2026-03-02.1", "x", "0000-01-01T00:00:00Z.123456789"]
)
def test_a_place_that_is_none_is_the_beginning(place: str) -> None:
    office = Office()
    number = submitted(office.world).number
    assert _numbers(office.basil.get(f"{QUEUE}?after={place}")) == [number]


@pytest.mark.req("W1", "X1")
def test_a_browser_sees_the_queue_in_words() -> None:
    office = Office()
    number = submitted(office.world).number
    body = office.browser(language="fr").get("/fr/staff/queue").body
    assert "1 dossier nous attend" in body
    assert f"{number[:3]}-{number[3:6]}-{number[6:]}" in body
    assert "attribué à personne" in body


@pytest.mark.req("W1", "X1")
def test_the_other_language_shows_the_same_part_of_the_queue() -> None:
    body = Office().browser().get(f"{QUEUE}?state=on-hold&who=mine&anything=else").body
    assert 'href="/fr/staff/queue?state=on-hold&amp;who=mine" lang="fr-CA"' in body


@pytest.mark.req("W1")
def test_who_has_to_sign_in_first_comes_to_the_part_that_was_wanted() -> None:
    office = Office()
    staff, browser = staff_member(office.world, StaffRole.REGISTRAR, email=CHLOE), Browser(office.app)
    assert browser.get(f"{QUEUE}?who=mine").location == "/en/staff/sign-in"
    browser.submit("/en/staff/sign-in", email=CHLOE, password=PASSWORD)
    code = code_of(office.world, staff)
    assert browser.post("/en/staff/sign-in/factor", code=code).location == f"{QUEUE}?who=mine"


@pytest.mark.req("W1")
@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.REGISTRAR])
def test_who_works_on_files_arrives_at_the_queue(role: StaffRole) -> None:
    assert Office().browser(role).get("/en/staff").location == "/en/staff/queue"


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("role", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
def test_others_arrive_elsewhere_and_are_shown_no_way_to_it(role: StaffRole) -> None:
    arrived = Office().browser(role).get("/en/staff")
    assert (arrived.status, "/staff/queue" in arrived.body) == (200, False)


# --- by the number ---


def _found(program: Program, number: str) -> Answer:
    return program.post(FIND, number=number)


@pytest.mark.req("W1")
@pytest.mark.parametrize("written", ["{0}{1}{2}", "{0}-{1}-{2}", " {0} {1} {2} "])
def test_a_file_is_found_by_its_number_however_it_is_written(written: str) -> None:
    office = Office()
    number = submitted(office.world).number
    found = _found(office.basil, written.format(number[:3], number[3:6], number[6:]))
    assert found.json == {"number": number, "path": f"/staff/files/{number}"}


@pytest.mark.req("F4")
def test_a_draft_is_found_where_a_third_party_owes_a_document() -> None:
    office = Office()
    number = filled(office.world).number
    assert _found(office.basil, number).json["path"] == f"/staff/files/{number}/third-party"


@pytest.mark.req("F4")
def test_any_other_draft_is_as_good_as_none() -> None:
    office = Office()
    number = draft(office.world).number
    for each in (number, "999999999"):
        assert _found(office.basil, each).json["errors"] == {"number": "No file has this number."}


@pytest.mark.req("F11")
def test_a_draft_whose_time_is_over_is_not_found() -> None:
    world = example()
    found = filled(world)
    ends_at = found.saved_at + timedelta(days=5)
    world.clock.advance(days=5, minutes=-2)
    office = Office(world)
    world.clock.advance(ends_at - world.now - timedelta(seconds=1))
    assert _found(office.basil, found.number).status == 200
    world.clock.advance(seconds=1)
    assert _found(office.basil, found.number).status == 422


def test_a_number_that_is_none_stays_in_the_form_with_what_is_wrong() -> None:
    browser = Office().browser()
    browser.get(QUEUE)
    answer = browser.post(FIND, number="12-34")
    assert answer.status == 422
    assert 'value="12-34"' in answer.body
    assert 'href="#number"' in answer.body


def test_a_browser_that_finds_a_file_is_led_to_it() -> None:
    office = Office()
    number = submitted(office.world).number
    browser = office.browser()
    browser.get(QUEUE)
    assert browser.post(FIND, number=number).location == f"/en/staff/files/{number}"
