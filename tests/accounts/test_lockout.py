"""What stops guessing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.recover import send_reset_link
from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.inputs import ForgottenPassword
from chalicelib.accounts.visitor import KnownDevice
from chalicelib.cloud.passwords import Argon2Passwords
from chalicelib.errors import TooMany
from tests.support.http import Browser
from tests.support.memory import MemoryTable
from tests.support.people import VISITOR, ZOE, activated, sign_up_as, try_to_sign_in
from tests.support.world import BETTER, GOOD, World, link_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
PASSWORD = GOOD + "12"
LOCKS = [("financial-licensing", 5, timedelta(minutes=45)), ("example", 3, timedelta(minutes=4))]


def fail(world: World, times: int, identifier: str = ZOE, **more: object) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            try_to_sign_in(world, identifier, "not-the-password", **more)  # type: ignore[arg-type]


@pytest.mark.req("S2", "SEC05")
@pytest.mark.parametrize(("portal", "failures"), [("financial-licensing", 5), ("example", 3)])
def test_one_failure_less_than_the_policy_allows_locks_nothing(world: Worlds, portal: str, failures: int) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    fail(app_for, failures - 1)
    assert try_to_sign_in(app_for, password=PASSWORD).account.email == ZOE


@pytest.mark.req("S2", "SEC05")
@pytest.mark.parametrize(("portal", "failures", "lock"), LOCKS)
def test_the_right_password_is_refused_while_locked_and_accepted_to_the_second(
    world: Worlds, portal: str, failures: int, lock: timedelta
) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    fail(app_for, failures)
    app_for.clock.advance(lock - timedelta(seconds=1))
    with pytest.raises(SignInRefused):
        try_to_sign_in(app_for, password=PASSWORD)
    app_for.clock.advance(seconds=1)
    assert try_to_sign_in(app_for, password=PASSWORD).account.email == ZOE


@pytest.mark.req("S2", "SEC05")
@pytest.mark.parametrize(("portal", "failures", "lock"), LOCKS)
def test_an_identifier_that_nobody_has_locks_and_opens_alike(
    world: Worlds, portal: str, failures: int, lock: timedelta
) -> None:
    app_for = world(portal)
    fail(app_for, failures, "nobody@example.org")
    sign_up_as(app_for, password=PASSWORD)
    locked = [key for key in _attempts(app_for) if "IDENTIFIER" in key]
    assert len(locked) == 1
    app_for.clock.advance(lock)
    fail(app_for, failures - 1, "Nobody@EXAMPLE.org")


@pytest.mark.req("S2", "SEC02")
def test_while_locked_further_tries_do_not_prolong_the_lock(world: Worlds) -> None:
    licensing = world("financial-licensing")
    activated(licensing)
    fail(licensing, 5)
    licensing.clock.advance(minutes=44)
    fail(licensing, 3)
    licensing.clock.advance(minutes=1)
    assert try_to_sign_in(licensing).account.email == ZOE


@pytest.mark.req("S2")
def test_failures_are_forgotten_after_a_success(world: Worlds) -> None:
    licensing = world("financial-licensing")
    activated(licensing)
    for _ in range(3):
        fail(licensing, 4)
        assert try_to_sign_in(licensing).account.email == ZOE


@pytest.mark.req("S2", "SEC02")
def test_the_owner_is_told_of_the_lock_by_one_mail(world: Worlds) -> None:
    licensing = world("financial-licensing")
    activated(licensing)
    fail(licensing, 7)
    subjects = [mail.subject for mail in licensing.mails(ZOE)]
    assert subjects[1:] == ["L’accès à votre compte est bloqué\u00a0: Compte CSFL"]
    assert "45\u00a0minutes" in licensing.mail(ZOE).text


@pytest.mark.req("S4", "SEC07", "SEC24")
def test_the_reset_link_opens_a_locked_account_at_once(world: Worlds, app_for: AppFactory) -> None:
    licensing = world("financial-licensing")
    known = VISITOR._replace(device=KnownDevice("d" * 32, (activated(licensing).id,)))
    for visitor in (VISITOR, known):
        fail(licensing, 5, visitor=visitor)
    send_reset_link(licensing, ForgottenPassword(identifier=ZOE), VISITOR, licensing.now)
    browser = Browser(app_for(licensing))
    [link] = [link_in(mail) for mail in licensing.mails(ZOE) if "reset?token=" in mail.text]
    browser.get(browser.get(link).location)
    browser.post("/fr/password/reset", password=BETTER)
    for visitor in (VISITOR, known):
        assert try_to_sign_in(licensing, password=BETTER, visitor=visitor).account.email == ZOE


@pytest.mark.req("SEC07")
def test_a_browser_that_signed_in_before_has_a_budget_of_its_own(world: Worlds) -> None:
    licensing = world("financial-licensing")
    known = VISITOR._replace(device=KnownDevice("d" * 32, (activated(licensing).id,)))
    fail(licensing, 5)
    with pytest.raises(SignInRefused):
        try_to_sign_in(licensing)
    assert try_to_sign_in(licensing, visitor=known).account.email == ZOE


@pytest.mark.req("SEC07")
def test_and_that_budget_is_no_larger(world: Worlds) -> None:
    licensing = world("financial-licensing")
    known = VISITOR._replace(device=KnownDevice("d" * 32, (activated(licensing).id,)))
    fail(licensing, 5, visitor=known)
    with pytest.raises(SignInRefused):
        try_to_sign_in(licensing, visitor=known)


@pytest.mark.req("SEC08")
def test_after_a_hundred_failures_in_a_row_only_a_new_password_opens_the_account(world: Worlds) -> None:
    example = world("example")  # eight there
    activated(example, password=PASSWORD)
    for _ in range(8):
        fail(example, 1)
        example.clock.advance(minutes=4)
    with pytest.raises(SignInRefused):
        try_to_sign_in(example, password=PASSWORD)
    example.clock.advance(days=30)
    with pytest.raises(SignInRefused):
        try_to_sign_in(example, password=PASSWORD)


@pytest.mark.req("SEC25", "A8")
def test_all_identifiers_of_an_account_share_one_count(world: Worlds) -> None:
    licensing = world("financial-licensing")
    activated(licensing, user_name="zoe.t")
    for identifier in (ZOE, "zoe.t", "ZOE.T", "Zoe@Example.org", "zoe.t"):
        fail(licensing, 1, identifier)
    with pytest.raises(SignInRefused):
        try_to_sign_in(licensing)


@pytest.mark.req("SEC06")
def test_fifty_guesses_at_once_are_judged_no_more_often_than_the_policy_allows() -> None:
    citizen = World("citizen-account", MemoryTable())
    activated(citizen)
    judged: list[str] = []

    class Counting(Argon2Passwords):
        def matches(self, password: str, stored: str | None) -> bool:
            judged.append(password)
            return super().matches(password, stored)

    citizen.passwords = Counting(memory_kib=8, passes=1)
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda n: _refused(citizen, f"guess-{n}"), range(50)))
    assert len(judged) == 5


@pytest.mark.req("SEC07", "SEC10")
def test_one_network_address_has_so_many_failures_however_many_accounts_it_tries(world: Worlds) -> None:
    example = world("example")  # twenty there
    activated(example, password=PASSWORD)
    for number in range(20):
        fail(example, 1, f"nobody-{number}@example.org")
    with pytest.raises(TooMany):
        try_to_sign_in(example, password=PASSWORD)
    elsewhere = VISITOR._replace(address="198.51.100.9")
    assert try_to_sign_in(example, password=PASSWORD, visitor=elsewhere).account.email == ZOE


@pytest.mark.req("SEC10")
def test_a_thousand_forwarded_addresses_are_one_network_address(world: Worlds, app_for: AppFactory) -> None:
    example = world("example")
    browser = Browser(app_for(example))
    browser.get("/en/sign-in")
    for number in range(20):
        form = f"csrf_token={browser.csrf_token}&identifier=nobody-{number}%40example.org&password=x"
        browser.send("/en/sign-in", form, **{"x-forwarded-for": f"192.0.2.{number}"})
    activated(example, password=PASSWORD, visitor=VISITOR._replace(address="198.51.100.9"))
    answer = browser.post("/en/sign-in", identifier=ZOE, password=PASSWORD)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1800")
    assert "Try again in 30\u00a0minutes." in answer.body


@pytest.mark.req("SEC07")
def test_the_whole_portal_has_a_budget_too(world: Worlds) -> None:
    example = world("example")  # fifty there
    activated(example, password=PASSWORD)
    for number in range(50):
        away = VISITOR._replace(address=f"198.51.100.{number}")
        fail(example, 1, f"nobody-{number}@example.org", visitor=away)
    fail(example, 2)
    with pytest.raises(TooMany):
        try_to_sign_in(example, password=PASSWORD)


@pytest.mark.req("SEC07")
def test_a_flood_of_failures_shuts_out_no_known_browser_and_no_network_that_did_not_fail(world: Worlds) -> None:
    example = world("example")
    known = VISITOR._replace(device=KnownDevice("d" * 32, (activated(example, password=PASSWORD).id,)))
    known = known._replace(address="198.51.100.0")
    for number in range(60):
        away = VISITOR._replace(address=f"198.51.100.{number % 6}")
        with suppress(TooMany):
            fail(example, 1, f"nobody-{number}@example.org", visitor=away)
    elsewhere = VISITOR._replace(address="198.51.100.99")
    for visitor in (known, elsewhere):
        assert try_to_sign_in(example, password=PASSWORD, visitor=visitor).account.email == ZOE


def _refused(world: World, password: str) -> None:
    with pytest.raises(SignInRefused):
        try_to_sign_in(world, password=password)


def _attempts(world: World) -> list[str]:
    if isinstance(world.table, MemoryTable):
        return [key.pk for key in world.table.items if key.sk == "ATTEMPTS"]
    return [pk for pk, sk in world.table._client.rows.items if sk == "ATTEMPTS"]  # type: ignore[attr-defined]
