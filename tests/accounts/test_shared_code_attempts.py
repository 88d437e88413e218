"""What failures count for where several share a code (REQUIREMENTS A7, S2)."""

import pytest

from chalicelib.accounts.actions.throttling import attempts_key
from chalicelib.accounts.errors import SignInRefused
from tests.support.company import Company
from tests.support.http import Browser
from tests.support.people import VISITOR, account_of, try_to_sign_in
from tests.support.world import GOOD


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.mark.req("A7", "S2", "SEC05")
def test_right_passwords_never_wear_a_shared_code_out(company: Company) -> None:
    employees(company, 2)
    lockout = company.world.portal.policies.lockout
    for _ in range(2 * 3 * lockout.lifetime_attempts):
        company.world.clock.advance(lockout.duration)
        assert company.signs_in().session
    company.world.clock.advance(lockout.duration)
    rows = list(company.world.table.query(attempts_key(company.account.id).pk))
    assert [row["lifetime"] for row in rows] == [0]


@pytest.mark.req("A7", "S2", "SEC07")
def test_a_known_browser_counts_for_one_and_leaves_nothing(company: Company) -> None:
    employees(company, 2)
    browser = Browser(company.app)
    for _ in range(3):
        browser.submit("/en/sign-in", identifier=company.code, password=GOOD)
        browser.post("/en/sign-out")
    rows = list(company.world.table.query(attempts_key(company.account.id).pk))
    assert [row["sk"] for row in rows] == ["ATTEMPTS"]
    attempts = company.world.portal.policies.lockout.attempts
    for _ in range(attempts):
        browser.submit("/en/sign-in", identifier=company.code, password="wrong")
    assert browser.submit("/en/sign-in", identifier=company.code, password=GOOD).status == 401
    assert company.signs_in().session  # from elsewhere


def employees(company: Company, count: int) -> list[str]:
    """Add so many; return their names."""
    names = [f"Employee {number:02}" for number in range(count)]
    for number, name in enumerate(names):
        company.adds(name, f"e{number}@quincaillerie.example")
    return names


@pytest.mark.req("A7", "E1")
def test_a_visit_to_a_shared_account_is_noted_once_a_minute(company: Company) -> None:
    noted = []
    for seconds in (59, 1, 1):
        company.world.clock.advance(seconds=seconds)
        company.signs_in()
        noted.append(account_of(company.world).last_active_at == company.world.now)
    assert noted == [False, True, False]


@pytest.mark.req("S2", "SEC05", "SEC06")
@pytest.mark.parametrize("people", [1, 3])
def test_each_of_those_who_share_a_code_may_fail_as_often_as_anyone(company: Company, people: int) -> None:
    employees(company, people - 1)
    attempts = 5 * people
    for _ in range(attempts - 1):
        with pytest.raises(SignInRefused):
            try_to_sign_in(company.world, company.code, "wrong")
    assert try_to_sign_in(company.world, company.code).account.id == company.account.id
    for _ in range(attempts):
        with pytest.raises(SignInRefused):
            try_to_sign_in(company.world, company.code, "wrong")
    with pytest.raises(SignInRefused):
        try_to_sign_in(company.world, company.code)


@pytest.mark.req("S2", "SEC07")
def test_an_outsider_who_locks_the_code_does_not_lock_out_the_companys_own_browsers(company: Company) -> None:
    browser = Browser(company.app)
    browser.submit("/fr/sign-in", identifier=company.code, password=GOOD)
    for number in range(6):
        outsider = VISITOR._replace(address=f"198.51.100.{number}")
        with pytest.raises(SignInRefused):
            try_to_sign_in(company.world, company.code, "wrong", outsider)
    assert browser.submit("/fr/sign-in", identifier=company.code, password=GOOD).status == 200
    company.world.clock.advance(company.world.portal.policies.lockout.duration)
    assert try_to_sign_in(company.world, company.code).account.id == company.account.id
