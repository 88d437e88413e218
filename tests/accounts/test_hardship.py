"""When the cloud is slow, absent or asked by someone hostile: nothing lost, nothing half done, nothing told."""

import json
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.cloud.table import Change, Condition, Item, Key, Unavailable
from tests.support.http import Browser, Program
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, activated, sign_up_as, try_to_sign_in
from tests.support.world import BETTER, GOOD, World, code_in

AppFactory = Callable[[World], Chalice]


class Throttled(MemoryTable):
    """A table that says *not now* to every write while `busy`."""

    busy = False

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        self._refuse()
        return super().update(key, values, add, when)

    def commit(self, change: Change) -> None:
        self._refuse()
        super().commit(change)

    def _refuse(self) -> None:
        if self.busy:
            raise Unavailable("throttled")


@pytest.mark.req("SEC09", "REL28")
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/en/sign-up", {"email": "new@example.org", "password": GOOD, "accept_terms": True}),
        ("/en/activate", {"email": ZOE, "code": "123456"}),
        ("/en/activate/resend", {"email": ZOE}),
        ("/en/sign-in", {"identifier": ZOE, "password": GOOD}),
        ("/en/password/forgotten", {"identifier": ZOE}),
        ("/en/identifier/forgotten", {"email": ZOE}),
    ],
)
def test_a_throttled_table_means_503_with_a_time_to_come_back_and_nothing_written(
    app_for: AppFactory, path: str, fields: dict[str, Any]
) -> None:
    table = Throttled()
    citizen = World("citizen-account", table)
    activated(citizen)
    before = dict(table.items)
    table.busy = True
    answer = Program(app_for(citizen)).post(path, **fields)
    assert [answer.status, answer.headers["Retry-After"]] == [503, "5"]
    assert table.items == before


@pytest.mark.req("SEC09", "X1")
def test_a_browser_then_sees_the_form_again_with_what_was_typed(app_for: AppFactory) -> None:
    table = Throttled()
    browser = Browser(app_for(World("citizen-account", table)))
    browser.get("/fr/sign-up")
    table.busy = True
    page = browser.post("/fr/sign-up", email=ZOE, password=GOOD, accept_terms="yes")
    assert page.status == 503
    assert [ZOE in page.body, "Rien n’a été perdu" in page.body] == [True, True]


@pytest.mark.req("SEC09", "REL28", "X1")
def test_who_had_a_session_is_not_told_that_it_ended_when_nobody_can_tell(app_for: AppFactory) -> None:
    table = Throttled()
    browser = Browser(app_for(World("citizen-account", table)))
    browser.cookies["__Host-session"] = "0" * 75
    assert "Votre session a pris fin" in browser.get("/fr/sign-in").body
    table.busy = True
    page = browser.post("/fr/sign-in", identifier=ZOE, password=GOOD)
    assert [page.status, page.headers["Retry-After"]] == [503, "5"]
    assert ["Rien n’a été perdu" in page.body, "Votre session a pris fin" in page.body] == [True, False]


@pytest.mark.req("REL11", "A3")
def test_while_the_mail_service_is_down_people_sign_up_and_the_mail_goes_when_it_is_back() -> None:
    citizen = World("citizen-account", MemoryTable())
    citizen.mailer.down = True
    sign_up_as(citizen)
    assert citizen.mails(ZOE) == []
    citizen.mailer.down = False
    citizen.clock.advance(minutes=5)
    assert code_in(citizen.mail(ZOE))


HOSTILE_JSON = {
    "unknown field": '{"email": "a@example.org", "password": "x", "accept_terms": true, "role": "staff"}',
    "wrong type": '{"email": 1, "password": "x", "accept_terms": true}',
    "text for a boolean": '{"email": "a@example.org", "password": "maple-Canoe-7-thunder", "accept_terms": "yes"}',
    "duplicate key": '{"email": "a@example.org", "email": "b@example.org", "password": "x", "accept_terms": true}',
    "NaN": '{"email": NaN, "password": "x", "accept_terms": true}',
    "an array": "[]",
    "nothing": "",
    "no JSON": "{",
    "deep": "[" * 2000,
    "a megabyte": json.dumps({"email": "a@example.org", "password": "x" * 1_000_000, "accept_terms": True}),
    "line breaks": '{"email": "a@example.org\\r\\nBcc: x@example.org", "password": "x", "accept_terms": true}',
}


@pytest.mark.req("SEC15", "SEC63", "SEC64", "X3")
@pytest.mark.parametrize("kind", HOSTILE_JSON)
def test_bad_json_is_a_problem_and_writes_nothing(app_for: AppFactory, kind: str) -> None:
    table = MemoryTable()
    answer = Program(app_for(World("citizen-account", table))).post("/en/sign-up", HOSTILE_JSON[kind])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert 400 <= answer.status < 500
    assert table.items == {}


@pytest.mark.req("SEC57", "SEC58")
def test_what_people_type_is_in_no_log(app_for: AppFactory, logged: StringIO) -> None:
    citizen = World("citizen-account", MemoryTable())
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-up", email="watched@example.org", password="canary-Canoe-7-x", accept_terms="yes")
    code = code_in(citizen.mail("watched@example.org"))
    browser.post("/fr/activate", email="watched@example.org", code=code[::-1])
    browser.post("/fr/activate", email="watched@example.org", code=code)
    browser.submit("/fr/sign-in", identifier="watched@example.org", password="canary-wrong")
    browser.submit("/fr/sign-in", identifier="watched@example.org", password="canary-Canoe-7-x")
    browser.submit("/fr/account/password", current="canary-Canoe-7-x", password="canary-Kayak-8-x")
    citizen.passwords = None  # type: ignore[assignment]
    browser.submit("/fr/sign-in", identifier="watched@example.org", password="canary-broken")
    text = logged.getvalue()
    assert "sign-in refused" in text
    assert "unexpected error" in text
    secrets = ["watched", "canary", code, browser.cookies["__Host-session"][32:]]
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.req("SEC16", "SEC57")
def test_every_log_line_is_json_in_utc(app_for: AppFactory, logged: StringIO) -> None:
    citizen = World("citizen-account", MemoryTable())
    Program(app_for(citizen)).post("/en/sign-in", identifier="a\nb@example.org", password="x\r\ny")
    with pytest.raises(Exception, match="identifier"):
        try_to_sign_in(citizen, "nobody@example.org")
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert lines
    assert all(line["timestamp"].endswith("+0000") for line in lines)


@pytest.mark.req("SEC35")
def test_links_in_mails_never_follow_the_host_header(app_for: AppFactory) -> None:
    citizen = World("citizen-account", MemoryTable())
    browser = Browser(app_for(citizen))
    browser.get("/en/sign-up")
    form = f"csrf_token={browser.csrf_token}&email=zoe%40example.org&password={BETTER}&accept_terms=yes"
    browser.send("/en/sign-up", form, host="evil.example", **{"x-forwarded-host": "evil.example"})
    mail = citizen.mail(ZOE)
    assert "evil" not in mail.text + mail.html
    assert "https://counter.example/en/activate?token=" in mail.text
