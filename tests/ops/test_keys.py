"""The drill: a key leaked. Another is added, all follows from it, the leaked one is retired; everyone signs in."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from moto import mock_aws
from pyotp import TOTP

from chalicelib.app_factory import create_app
from chalicelib.authentication.errors import BeginAgain
from chalicelib.authentication.inputs import SecondStep
from chalicelib.authentication.model import Ticket
from chalicelib.authentication.rules.derivation import app_secret, hash_recovery_code
from chalicelib.authentication.rules.tickets import write_ticket
from chalicelib.cloud.keyring import NAMES, KeyId, Keyring, key_id
from chalicelib.cloud.secret import HEAD_START, READ_AGAIN
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.sign_in import complete_sign_in
from infra.deploy.target import Target
from infra.ops.keys import add, add_key, holder_of, list_keys, rekey_factors, retire, retire_key, told_of
from infra.stages import Stage, read_stages
from infra.trouble import Trouble
from scheduled import expire
from tests.support.dynamo import make_table
from tests.support.http import Browser
from tests.support.key_drill import ENGLISH, FACTORS, OLD_CODE, PORTALS, Drill
from tests.support.people import ZOE, activated, sign_up_as
from tests.support.staff import DESK, staff_member, try_password
from tests.support.world import GOOD, World, code_in, link_in

LEAKED, OF_FACTORS, NOAH = key_id(PORTALS), key_id(FACTORS), "noah@example.org"


class Proofs(NamedTuple):
    """What people hold that a key signed: a code and a link of emails, and the token of a form that is open."""

    code: str
    reset: str
    form: str


def _signed_before(drill: Drill) -> Proofs:
    sign_up_as(drill, NOAH, visitor=ENGLISH)
    Browser(create_app(drill)).submit("/en/password/forgotten", identifier=ZOE, email=ZOE)
    drill.browser.get("/en/account/password")
    return Proofs(code_in(drill.mail(NOAH)), link_in(drill.mail(ZOE)), drill.browser.csrf_token)


@pytest.mark.req("SEC16", "SEC21", "S10")
def test_the_portals_key_leaks_and_is_replaced_while_everyone_signs_in() -> None:
    drill = Drill()
    drill.enrolled_before()
    drill.everyone_signs_in()
    proofs = _signed_before(drill)

    added = key_id(add(drill.portals, drill.now).secret)
    drill.pass_time(HEAD_START / 2)
    assert drill.keyring.newest == LEAKED
    drill.everyone_signs_in()
    drill.pass_time(HEAD_START / 2)
    assert drill.keyring.newest == added
    drill.everyone_signs_in()

    with pytest.raises(Trouble, match=f"{LEAKED} can’t be retired yet: 1 authenticator apps follow from it"):
        retire(drill, drill.portals, LEAKED, drill.now)
    expire.run(drill, drill.now)
    drill.everyone_signs_in()
    with pytest.raises(Trouble, match=r"yet: anne@body\.example: recovery codes that have to be drawn anew"):
        retire(drill, drill.portals, LEAKED, drill.now)
    drill.staff_signs_in(recovery_code=OLD_CODE)
    codes = drill.draws_codes()
    retire(drill, drill.portals, LEAKED, drill.now)
    drill.pass_time(READ_AGAIN)

    assert drill.keyring.ids == (added,)
    drill.everyone_signs_in()
    drill.staff_signs_in(recovery_code=codes[0])
    _what_it_signed_is_refused_and_had_anew(drill, proofs)


def _what_it_signed_is_refused_and_had_anew(drill: Drill, proofs: Proofs) -> None:
    other, noah = Browser(create_app(drill)), Browser(create_app(drill))
    assert "This link can’t be used" in other.get(other.get(proofs.reset).location).body
    other.submit("/en/password/forgotten", identifier=ZOE, email=ZOE)
    assert "Choose a new password" in other.get(other.get(link_in(drill.mail(ZOE))).location).body
    refused = noah.submit("/en/activate", email=NOAH, code=proofs.code)
    assert (refused.status, "This is not the code" in refused.body) == (422, True)
    assert "/en/activate/resend" in refused.body
    noah.submit("/en/activate/resend", email=NOAH)
    assert noah.submit("/en/activate", email=NOAH, code=code_in(drill.mail(NOAH))).status == 200
    refused = drill.browser.send("/en/account/password", f"csrf_token={proofs.form}&password=x")
    assert (refused.status, "this page had to be renewed" in refused.body) == (403, True)


@pytest.mark.req("SEC16", "SEC21", "S10")
def test_the_key_of_second_factors_leaks_and_is_replaced_while_everyone_signs_in() -> None:
    drill = Drill()
    added = key_id(add(drill.factors, drill.now).secret)
    drill.pass_time(HEAD_START)
    drill.everyone_signs_in()
    expire.run(drill, drill.now)
    assert drill.as_staff().factors.apps[0].key == added
    drill.everyone_signs_in()
    codes = drill.draws_codes()
    retire(drill, drill.factors, OF_FACTORS, drill.now)
    drill.pass_time(READ_AGAIN)
    assert drill.factor_keyring.ids == (added,)
    assert FACTORS.decode() not in drill.client.texts["factors"]
    drill.everyone_signs_in()
    drill.staff_signs_in(recovery_code=codes[0])


@pytest.mark.req("SEC21")
def test_whoever_has_the_portals_key_and_the_table_has_no_ones_second_factor() -> None:
    drill, stolen = Drill(), Keyring(PORTALS)
    (app,), claimant = drill.as_staff().factors.apps, claimant_of(drill, drill.as_staff())
    assert app_secret(stolen, claimant, app.nonce, NAMES) != drill.phone
    assert not stolen.knows(app.made_with)
    codes = drill.draws_codes()
    hashes = drill.as_staff().factors.recovery_codes
    assert not set(hashes) & {hash_recovery_code(stolen, claimant, code, NAMES) for code in codes}
    claimant = claimant_of(drill, drill.as_staff())
    forged = write_ticket(stolen, Ticket("sign-in", "nonce", drill.now + timedelta(minutes=5), LEAKED), claimant)
    with pytest.raises(BeginAgain):
        complete_sign_in(drill, SecondStep(ticket=forged, code=TOTP(drill.phone).at(drill.now)), DESK, drill.now)


@pytest.mark.req("SEC21")
def test_rows_of_before_are_read_until_they_follow_from_the_key_of_factors_and_the_phone_stays_right() -> None:
    drill = Drill()
    drill.enrolled_before()
    drill.staff_signs_in()
    add(drill.factors, drill.now)
    drill.pass_time(HEAD_START)
    expire.run(drill, drill.now)
    (app,) = drill.as_staff().factors.apps
    assert app.key == drill.factor_keyring.newest
    assert app_secret(Keyring(PORTALS), claimant_of(drill, drill.staff), app.nonce, NAMES) != drill.phone
    drill.staff_signs_in()
    expire.run(drill, drill.now)
    assert drill.as_staff().factors.apps[0].nonce == app.nonce  # done once


@pytest.mark.req("SEC21", "REL28")
def test_a_second_step_that_was_begun_before_the_new_key_signs_is_finished_after() -> None:
    drill = Drill()
    add(drill.factors, drill.now)
    drill.pass_time(HEAD_START / 2)
    drill.clock.advance(minutes=9)
    drill.read_rings()
    ticket = try_password(drill).ticket
    drill.clock.advance(minutes=1)
    drill.read_rings()
    assert drill.factor_keyring.newest != OF_FACTORS
    form = SecondStep(ticket=ticket, code=TOTP(drill.phone).at(drill.now))
    assert complete_sign_in(drill, form, DESK, drill.now).staff.id == drill.staff.id


def test_a_key_that_signs_or_is_not_there_is_not_retired() -> None:
    drill = Drill()
    with pytest.raises(Trouble, match=f"{LEAKED} is the key that signs: add another"):
        retire(drill, drill.portals, LEAKED, drill.now)
    with pytest.raises(Trouble, match="There is no key 0123: see"):
        holder_of((drill.portals, drill.factors), KeyId("0123"))
    add(drill.portals, drill.now)
    with pytest.raises(Trouble, match=f"{LEAKED} is the key that signs"):
        retire(drill, drill.portals, LEAKED, drill.now)
    with pytest.raises(Trouble, match="was just added: it signs from 2026-03-02 15:20Z"):
        add(drill.portals, drill.now)


def test_the_list_says_what_each_key_does_and_what_follows_from_it() -> None:
    drill = Drill()
    apps, codes = (
        "1 authenticator apps follow from it, which `keys rekey` changes",
        "recovery codes that have to be drawn",
    )
    assert list(told_of(drill, drill.portals, drill.now)) == [f"{LEAKED} signs; no second factor follows from it"]
    assert list(told_of(drill, drill.factors, drill.now)) == [
        f"{OF_FACTORS} signs; {apps}; anne@body.example: {codes} anew"
    ]
    added = key_id(add(drill.factors, drill.now).secret)
    assert list(told_of(drill, drill.factors, drill.now))[1] == (
        f"{added} signs from 2026-03-02 15:20Z; no second factor follows from it"
    )
    drill.enrolled_before()
    assert list(told_of(drill, drill.portals, drill.now)) == [
        f"{LEAKED} signs; {apps}; anne@body.example: {codes} anew"
    ]


def test_each_key_is_found_in_its_own_secret() -> None:
    drill = Drill()
    both = drill.portals, drill.factors
    assert [holder_of(both, key).name for key in (LEAKED, OF_FACTORS)] == ["portal", "factors"]


class Watched(World):
    """A portal that says how often the keys of second factors were asked for."""

    asked = 0

    @property
    def factor_keyring(self) -> Keyring:
        self.asked += 1
        return Keyring(FACTORS)

    @factor_keyring.setter
    def factor_keyring(self, keyring: Keyring) -> None: ...


@pytest.mark.req("SEC21", "SEC60")
def test_only_sign_ins_of_staff_ask_for_the_keys_of_second_factors() -> None:
    watched = Watched("social-work")
    activated(watched, ZOE)
    browser = Browser(create_app(watched))
    assert browser.submit("/en/sign-in", identifier=ZOE, password=GOOD).status == 200
    assert browser.get("/en/account").status == 200
    assert browser.get("/en/staff/sign-in").status == 200
    assert watched.asked == 0
    staff_member(watched)
    before = watched.asked
    try_password(watched)
    assert watched.asked > before


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A stage whose table and secrets stand, without anyone of the staff."""
    with mock_aws():
        found, target = read_stages().named("social-work-production"), Target()
        make_table(target.client("dynamodb"), found.prefix)
        for name, key in (("key", PORTALS), ("factors", FACTORS)):
            target.client("secretsmanager").create_secret(Name=f"{found.prefix}-{name}", SecretString=key.decode())
        yield found


def test_the_commands_list_add_and_rekey_and_retire_nothing_that_signs(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    list_keys(stage)
    assert capsys.readouterr().out.splitlines() == [
        "guichet-social-work-production-key:",
        f"  {LEAKED} signs; no second factor follows from it",
        "guichet-social-work-production-factors:",
        f"  {OF_FACTORS} signs; no second factor follows from it",
    ]
    add_key(stage, factors=True)
    added = capsys.readouterr().out.split()[0]
    list_keys(stage)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1::2]] + [lines[4].split()[0]] == [LEAKED, OF_FACTORS, added]
    rekey_factors(stage)
    assert capsys.readouterr().out == f"0 people’s apps follow from {OF_FACTORS} now\n"
    with pytest.raises(Trouble, match="is the key that signs"):
        retire_key(stage, OF_FACTORS, yes=True)
    retire_key(stage, added, yes=True)  # added by mistake
    assert capsys.readouterr().out == f"{added} is retired\n"
    list_keys(stage)
    assert added not in capsys.readouterr().out


def test_a_stage_without_secrets_is_said_not_to_be_deployed() -> None:
    with mock_aws(), pytest.raises(Trouble, match="social-work-production is not deployed here"):
        add_key(read_stages().named("social-work-production"))
