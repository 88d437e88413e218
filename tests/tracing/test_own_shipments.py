"""What the shipment's own people see, signed in, and nobody else (REQUIREMENTS T2; SECURITY SEC38, SEC43)."""

import pytest

from chalicelib.accounts.model import Account
from chalicelib.app_factory import create_app
from chalicelib.tracing.model import PartyRole
from chalicelib.tracing.rules.access import role_of
from tests.conftest import portal
from tests.support.http import Browser, Program
from tests.support.members import browser_of_member, identifier, member
from tests.support.shipments import NUMBER, PERSONAL, WAY, Json, announcement, shipment, tell
from tests.support.world import GOOD, World

pytestmark = pytest.mark.req("T2", "SEC43")
PROOF = f"/en/tracing/{NUMBER}/proof"


def browser_of(world: World) -> Browser:
    """Return the browser of the member, whose access code is TB-4711."""
    return browser_of_member(world, create_app(world), "en")


def program_of(world: World) -> Program:
    member(world)
    program = Program(create_app(world))
    assert program.post("/en/sign-in", identifier=identifier(world), password=GOOD).status == 200
    return program


def reported(*way: Json, key: str = "freight") -> World:
    world = World(portal(key))
    tell(world, way)
    return world


def strangers() -> World:
    """Return a world whose shipment belongs to others."""
    return reported(announcement(parties={"consignee": {"name": "Quincaillerie Zoé", "access": "TB-4712"}}), *WAY[1:])


def test_the_consignee_sees_references_weights_contacts_and_who_signed() -> None:
    page = browser_of(reported(*WAY)).get(f"/en/tracing/{NUMBER}").body
    seen = ("PO-4711", "777\u00a0kg", "514 555-0123", "Ateliers Nord", "R. Tremblay", f'href="{PROOF}"')
    assert [word for word in seen if word not in page] == []


def test_a_program_is_told_what_it_is_to_the_shipment() -> None:
    (found,) = program_of(reported(*WAY)).get(f"/en/tracing/{NUMBER}").json["shipments"]
    assert found["full"]["role"] == "consignee"
    assert found["full"]["references"] == {"purchase_order": "PO-4711"}


def test_of_several_each_is_shown_as_far_as_it_is_the_persons_own() -> None:
    world = reported(*WAY)
    tell(world, [announcement(parties={}), *WAY[1:]], "104700221")
    found = program_of(world).get(f"/en/tracing/{NUMBER},104700221").json["shipments"]
    assert [each["full"] is not None for each in found] == [True, False]


@pytest.mark.parametrize("path", ["", "/csv"])
def test_someone_else_who_is_signed_in_sees_what_anyone_does(path: str) -> None:
    browser = browser_of(strangers())
    page = browser.get(f"/en/tracing/{NUMBER}{path}").body
    assert "Delivered" in page
    assert [word for word in PERSONAL if word in page] == []


def test_the_proof_of_delivery_is_saved_by_a_link_that_soon_ends() -> None:
    world = reported(*WAY)
    world.files.write(f"proofs/{NUMBER}/e5.pdf", b"%PDF-1.7", "application/pdf")
    answer = browser_of(world).get(PROOF)
    assert answer.status == 303
    assert world.files.fetch(answer.location) == b"%PDF-1.7"
    assert "seconds=60" in answer.location


def test_a_proof_that_did_not_come_is_absent() -> None:
    assert browser_of(reported(*WAY)).get(PROOF).status == 404


@pytest.mark.req("SEC38")
def test_someone_elses_proof_is_absent_too() -> None:
    world = strangers()
    world.files.write(f"proofs/{NUMBER}/e5.pdf", b"%PDF-1.7", "application/pdf")
    assert browser_of(world).get(PROOF).status == 404


def test_without_signing_in_there_is_no_proof_to_be_had() -> None:
    assert Program(create_app(reported(*WAY))).get(PROOF).status == 401


@pytest.mark.req("S6")
def test_an_expired_password_shows_no_more_than_anyone_sees() -> None:
    world = reported(*WAY)
    world.clock.advance(days=93)
    program = program_of(world)
    world.clock.advance(days=93)
    program.post("/en/sign-in", identifier=identifier(world), password=GOOD)
    assert program.get(f"/en/tracing/{NUMBER}").json["shipments"][0]["full"] is None


def test_whose_shipment_it_is_needs_no_second_fact() -> None:
    own = announcement(parties={"shipper": {"name": "Zoé", "access": "ZOE@example.org"}})
    world = reported(own, key="example")
    (found,) = program_of(world).get(f"/en/tracing/{NUMBER}").json["shipments"]
    assert found["full"]["role"] == "shipper"


def test_someone_else_who_is_signed_in_needs_it() -> None:
    world = reported(*WAY, key="example")
    assert program_of(world).get(f"/en/tracing/{NUMBER}").json["unknown"] == [NUMBER]


# --- by what an account is tied to a shipment ---


def account() -> Account:
    return member(World("freight"))


@pytest.mark.parametrize(
    ("access", "role"), [("TB-4711", PartyRole.SHIPPER), (" tb-4711 ", PartyRole.SHIPPER), ("TB-471", None)]
)
def test_an_access_code_ties_an_account_to_a_shipment_however_it_is_written(
    access: str, role: PartyRole | None
) -> None:
    world = reported(announcement(parties={"shipper": {"name": "Zoé", "access": access}}))
    assert role_of(account().identifiers, shipment(world)) is role


def test_a_name_that_someone_chose_ties_nobody_to_anything() -> None:
    """Anyone could choose a user name that is another's access code."""
    world = reported(announcement(parties={"shipper": {"name": "Zoé", "access": "zoe.example"}}))
    assert role_of({"user_name": "zoe.example"}, shipment(world)) is None


def test_the_last_announcement_says_whose_it_is() -> None:
    world = reported(*WAY)
    later = {**announcement(parties={}), "id": "e9", "at": "2026-02-28T10:00:00Z"}
    tell(world, [later])
    assert role_of(account().identifiers, shipment(world)) is None
