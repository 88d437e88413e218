"""The drill: the portal's key leaked. Another is added, everything follows from it, the leaked one is retired."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.authentication.inputs import SecondStep
from chalicelib.cloud.keyring import KeyId, Keyring, key_id
from chalicelib.cloud.secret import HEAD_START, LivingRing
from chalicelib.staff.actions.factors import renew_codes
from chalicelib.staff.actions.sign_in import complete_sign_in
from chalicelib.staff.model import Staff
from infra.ops.keys import add, retire, ring_of, told_of
from infra.trouble import Trouble
from scheduled import expire
from tests.support.people import ZOE, activated, signed_in
from tests.support.staff import DESK, as_it_is, code_of, person_of, staff_member, staff_session, try_password
from tests.support.world import GOOD, World

NAME = "guichet-test-key"
PLAIN = b"a key for tests, and only for them"
LEAKED = key_id(PLAIN)
HOUR = timedelta(hours=1)


class Secrets:
    """Secrets Manager with the one plain key that a stage begins with."""

    def __init__(self) -> None:
        self.text = PLAIN.decode()

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 -- the service's name
        assert SecretId == NAME
        return {"SecretString": self.text}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> dict[str, str]:  # noqa: N803
        assert SecretId == NAME
        self.text = SecretString
        return {}


class Drill(World):
    """A portal on a secret that operators change, with someone who has an account and someone of the staff."""

    def __init__(self) -> None:
        super().__init__("social-work")
        self.client: Any = Secrets()
        self.living = LivingRing(self._text)
        self.person = activated(self, ZOE)
        self.staff = staff_member(self)

    def _text(self) -> bytes:
        return str(self.client.text).encode()

    def pass_time(self, span: timedelta) -> None:
        """Let processes read the ring again, as they do."""
        self.clock.advance(span)
        self.keyring = self.living.at(self.now)

    def list(self) -> list[str]:
        return list(told_of(self, ring_of(self.client, NAME), self.now))

    def everyone_signs_in(self) -> None:
        assert signed_in(self, ZOE, GOOD).account.id == self.person.id
        self.staff_signs_in(code=code_of(self, self.as_staff()))

    def staff_signs_in(self, **proof: str) -> None:
        """Sign in, and let the half minute of the code pass."""
        pending = try_password(self)
        complete_sign_in(self, SecondStep(ticket=pending.ticket, **proof), DESK, self.now)
        self.clock.advance(seconds=30)

    def as_staff(self) -> Staff:
        return as_it_is(self, self.staff)

    def draws_codes(self) -> tuple[str, ...]:
        return renew_codes(self, person_of(self, staff_session(self, self.staff)), self.now)


@pytest.mark.req("SEC16", "SEC21", "S10")
def test_a_leaked_key_is_replaced_and_everyone_signs_in_at_each_step() -> None:
    drill = Drill()
    drill.everyone_signs_in()

    added = key_id(add(drill.client, NAME, drill.now).secret)
    drill.pass_time(HEAD_START / 2)
    assert drill.keyring.newest == LEAKED
    drill.everyone_signs_in()

    drill.pass_time(HEAD_START / 2)
    assert drill.keyring.newest == added
    drill.everyone_signs_in()

    with pytest.raises(Trouble, match=f"{LEAKED} can’t be retired yet: 1 authenticator apps follow from it"):
        retire(drill, drill.client, NAME, LEAKED, drill.now)
    expire.run(drill, drill.now)
    drill.pass_time(HOUR)
    drill.everyone_signs_in()

    with pytest.raises(Trouble, match=r"anne@body\.example: recovery codes that have to be drawn anew"):
        retire(drill, drill.client, NAME, LEAKED, drill.now)
    codes = drill.draws_codes()
    retire(drill, drill.client, NAME, LEAKED, drill.now)
    drill.pass_time(HOUR)
    assert drill.keyring.ids == (added,)
    drill.everyone_signs_in()
    drill.staff_signs_in(recovery_code=codes[0])


@pytest.mark.req("SEC21")
def test_whoever_has_the_retired_key_and_the_table_has_no_ones_second_factor() -> None:
    drill = Drill()
    add(drill.client, NAME, drill.now)
    drill.pass_time(HEAD_START)
    right = code_of(drill, drill.as_staff())
    expire.run(drill, drill.now)
    assert code_of(drill, drill.as_staff()) == right  # the person's app goes on
    app = drill.as_staff().factors.apps[0]
    assert app.key != LEAKED
    stolen = Keyring(PLAIN)
    assert not stolen.knows(app.key)
    drill.draws_codes()
    assert all(not code.startswith(LEAKED) for code in drill.as_staff().factors.recovery_codes)


@pytest.mark.req("SEC21", "REL28")
def test_a_second_step_that_was_begun_before_the_new_key_signs_is_finished_after() -> None:
    drill = Drill()
    add(drill.client, NAME, drill.now)
    drill.pass_time(HEAD_START - timedelta(seconds=60))
    ticket = try_password(drill).ticket
    drill.pass_time(timedelta(seconds=60))
    assert drill.keyring.newest != LEAKED
    form = SecondStep(ticket=ticket, code=code_of(drill, drill.as_staff()))
    assert complete_sign_in(drill, form, DESK, drill.now).staff.id == drill.staff.id


def test_a_key_that_signs_or_is_not_there_is_not_retired() -> None:
    drill = Drill()
    with pytest.raises(Trouble, match=f"{LEAKED} is the key that signs: add another"):
        retire(drill, drill.client, NAME, LEAKED, drill.now)
    with pytest.raises(Trouble, match="There is no key 0123"):
        retire(drill, drill.client, NAME, KeyId("0123"), drill.now)
    add(drill.client, NAME, drill.now)
    with pytest.raises(Trouble, match=f"{LEAKED} is the key that signs"):
        retire(drill, drill.client, NAME, LEAKED, drill.now)
    with pytest.raises(Trouble, match="was just added: it signs from 2026-03-02 15:20Z"):
        add(drill.client, NAME, drill.now)


def test_the_list_says_what_each_key_does_and_what_follows_from_it() -> None:
    drill = Drill()
    first = f"{LEAKED} signs; 1 authenticator apps follow from it, which the hourly job `expire` changes"
    assert drill.list() == [f"{first}; anne@body.example: recovery codes that have to be drawn anew"]
    added = key_id(add(drill.client, NAME, drill.now).secret)
    assert drill.list()[1] == f"{added} signs from 2026-03-02 15:20Z; nothing has to follow from it"
