"""Nobody learns from an answer, or from the time it takes, whether there is an account."""

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

import pytest
from argon2 import PasswordHasher
from chalice.app import Chalice

from chalicelib.accounts.model import AccountState
from chalicelib.cloud.passwords import Argon2Passwords
from tests.support.http import Answer, Browser, Program
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, account_of, activated, changed, sign_up_as
from tests.support.world import BETTER, GOOD, World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
NOBODY = "nobody@example.org"


def someone(world: World, state: str) -> str:
    """Return the address of an account in this state; nobody's for `free`."""
    if state == "free":
        return NOBODY
    sign_up_as(world) if state == "pending" else activated(world)
    if state in (AccountState.SUSPENDED, AccountState.CLOSED):
        changed(world, account_of(world), state=AccountState(state))
    world.mails()
    world.mailer.messages.clear()
    world.clock.advance(minutes=2)
    return ZOE


def face(answer: Answer, email: str) -> tuple[int, list[str], str]:
    """Return what a client can see of an answer, but for what is different each time and what it sent itself."""
    body = re.sub(r'((csrf_token" value|data-now)=|"secret":)"[^"]+"', "", answer.body).replace(email, "EMAIL")
    return answer.status, sorted([*answer.headers, *(cookie.partition("=")[0] for cookie in answer.cookies)]), body


STATES = ["free", "pending", "active", "suspended", "closed"]


@pytest.mark.req("SEC01", "A6")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sign_up_is_answered_alike_in_every_state_of_the_address(
    worlds: Callable[[str], World], app_for: AppFactory, language: str
) -> None:
    faces, mails = set(), []
    for state in STATES:
        citizen = worlds("citizen-account")
        email = someone(citizen, state)
        browser = Browser(app_for(citizen))
        browser.get(f"/{language}/sign-up")
        answer = browser.post(f"/{language}/sign-up", email=email, password=BETTER, accept_terms="yes")
        faces.add(str([face(answer, email), face(browser.get(answer.location), email)]))
        mails.append(len(citizen.mails(email)))
    assert len(faces) == 1
    assert mails == [1] * 5


@pytest.mark.req("SEC01")
def test_programs_are_told_the_same_too(worlds: Callable[[str], World], app_for: AppFactory) -> None:
    faces = set()
    for state in STATES:
        citizen = worlds("citizen-account")
        email = someone(citizen, state)
        answer = Program(app_for(citizen)).post("/en/sign-up", email=email, password=BETTER, accept_terms=True)
        faces.add(str(face(answer, email)))
    assert len(faces) == 1


@pytest.mark.req("SEC02")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_failed_sign_in_is_answered_alike_for_every_reason(
    worlds: Callable[[str], World], app_for: AppFactory, language: str
) -> None:
    faces = set()
    for reason in [*STATES, "locked", "wrong"]:
        citizen = worlds("citizen-account")
        email = someone(citizen, "active" if reason in ("locked", "wrong", "active") else reason)
        browser = Browser(app_for(citizen))
        browser.get(f"/{language}/sign-in")
        for _ in range(5 if reason == "locked" else 0):
            browser.post(f"/{language}/sign-in", identifier=email, password="wrong")
        password = "wrong" if reason in ("wrong", "active") else GOOD
        faces.add(str(face(browser.post(f"/{language}/sign-in", identifier=email, password=password), email)))
    assert len(faces) == 1


@pytest.mark.req("SEC02", "S2", "X1")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Après 5 échecs, l’accès est bloqué pendant 45\u00a0minutes"),
        ("en", "After 5 failures, access is blocked for 45\u00a0minutes"),
    ],
)
def test_that_answer_always_says_after_how_many_failures_and_for_how_long(
    worlds: Callable[[str], World], app_for: AppFactory, language: str, words: str
) -> None:
    answer = Program(app_for(worlds("citizen-account"))).post(f"/{language}/sign-in", identifier=ZOE, password="x")
    assert answer.status == 401
    assert words in answer.json["detail"]


@pytest.mark.req("SEC04")
@pytest.mark.parametrize("address", ["password", "identifier"])
def test_ten_recoveries_are_answered_alike_known_or_not(
    worlds: Callable[[str], World], app_for: AppFactory, address: str
) -> None:
    sequences = []
    for state in STATES:
        citizen = worlds("citizen-account")
        email = someone(citizen, state)
        program = Program(app_for(citizen))
        fields = {"identifier": email} if address == "password" else {"email": email}
        answers = [program.post(f"/fr/{address}/forgotten", **fields) for _ in range(10)]
        sequences.append([face(answer, email) for answer in answers])
    assert all(sequence == sequences[0] for sequence in sequences)
    assert sequences[0][0][0] == 202


@pytest.mark.req("SEC04", "SEC18")
def test_a_resend_is_answered_alike_known_or_not(worlds: Callable[[str], World], app_for: AppFactory) -> None:
    faces = set()
    for state in STATES:
        citizen = worlds("citizen-account")
        email = someone(citizen, state)
        faces.add(str(face(Program(app_for(citizen)).post("/en/activate/resend", email=email), email)))
    assert len(faces) == 1


@pytest.fixture
def worlds() -> Callable[[str], World]:
    """Build as many counters as a comparison needs, each with a table of its own."""
    return lambda key: World(key, MemoryTable())


# --- time (SECURITY SEC03): work is counted, since a clock on a busy machine proves nothing either way ---

LITTLE = 500  # calls of Python, a hundredth of what one password hash takes


class Work(NamedTuple):
    """What one request takes: the cost of each password hash, the calls of the table, and the calls of Python."""

    hashes: list[str]
    table: list[str]
    calls: int


def _work(world: World, ask: Callable[[], object]) -> Work:
    hashes: list[str] = []
    calls = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"
        if event == "call" and frame.f_code is PasswordHasher.verify.__code__:
            hashes.append(frame.f_locals["hash"].rsplit("$", 2)[0])  # without the salt and what comes out
        if event == "call" and frame.f_code is PasswordHasher.hash.__code__:
            hasher = frame.f_locals["self"]
            hashes.append(f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}")

    table = world.table
    assert isinstance(table, MemoryTable)
    before = len(table.calls)
    sys.setprofile(count)
    try:
        ask()
    finally:
        sys.setprofile(None)
    return Work(hashes, table.calls[before:], calls)


def _asks(world: World, app: Chalice, path: str, **fields: Any) -> Callable[[], object]:
    program = Program(app)

    def ask() -> object:
        world.clock.advance(hours=25)  # no limit is ever reached
        return program.post(path, **fields)

    return ask


@pytest.mark.req("SEC03")
@pytest.mark.parametrize("path", ["/en/sign-in", "/en/sign-up"])
def test_known_and_unknown_take_the_same_work(worlds: Callable[[str], World], app_for: AppFactory, path: str) -> None:
    citizen = worlds("citizen-account")
    citizen.passwords = Argon2Passwords()  # the product's own cost
    app = app_for(citizen)
    activated(citizen)

    def asks(email: str) -> Callable[[], object]:
        if path == "/en/sign-in":
            return _asks(citizen, app, path, identifier=email, password="not-the-password")
        return _asks(citizen, app, path, email=email, password=BETTER, accept_terms=True)

    for email in (ZOE, "other@example.org"):  # what is made once, at the first request, is made
        asks(email)()
    known, unknown = (_work(citizen, asks(email)) for email in (ZOE, NOBODY))
    assert known.hashes == unknown.hashes == ["$argon2id$v=19$m=19456,t=2,p=1"]
    assert known.table == unknown.table
    assert abs(known.calls - unknown.calls) < LITTLE
