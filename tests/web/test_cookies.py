"""Cookies: written in one way, and sealed where nobody may change them (SECURITY SEC31)."""

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud.keyring import Keyring
from chalicelib.web import cookies

KEYRING = Keyring(b"a key for tests, and only for them")
NAMES = [cookies.SESSION, cookies.BROWSER, cookies.DEVICE, cookies.REMEMBER, cookies.CARRY]
CONTENTS = st.dictionaries(st.text(max_size=10), st.text(max_size=20) | st.lists(st.integers(), max_size=3), min_size=1)


# --- writing ---


@pytest.mark.req("SEC31")
@pytest.mark.parametrize("name", NAMES)
def test_a_cookie_is_for_this_host_alone_for_https_and_not_for_scripts(name: str) -> None:
    morsel = SimpleCookie(cookies.bake(name, "value"))[name]
    assert name.startswith("__Host-")
    assert {key: value for key, value in morsel.items() if value} == {
        "path": "/",
        "secure": True,
        "httponly": True,
        "samesite": "Lax",
    }


@pytest.mark.req("SEC29")
def test_a_cookie_lasts_until_the_browser_closes_unless_a_lifetime_is_given() -> None:
    assert "Max-Age" not in cookies.bake(cookies.SESSION, "value")
    assert cookies.bake(cookies.DEVICE, "value", timedelta(days=2)).endswith("; Max-Age=172800")


@pytest.mark.parametrize("lifetime", [None, timedelta(days=2)])
def test_an_empty_value_removes_the_cookie_at_once(lifetime: timedelta | None) -> None:
    assert cookies.bake(cookies.SESSION, "", lifetime).endswith("; Max-Age=0")


@pytest.mark.req("SEC63")
@pytest.mark.parametrize("value", ["a;b", "a b", "a,b", 'a"b', "a\\b", "a\r\nSet-Cookie: x=y", "a\x00", "é", "\x7f"])
def test_what_would_end_a_cookie_or_a_header_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="must not hold"):
        cookies.bake(cookies.SESSION, value)


# --- reading ---


def test_a_browsers_cookies_are_read_by_name() -> None:
    assert cookies.parse("a=1; b=2=3;c=; =4; d") == {"a": "1", "b": "2=3", "c": "", "d": ""}
    assert cookies.parse("") == {}


def test_of_two_cookies_of_one_name_the_first_counts() -> None:
    assert cookies.parse("a=1; a=2") == {"a": "1"}


# --- sealing ---


def sealed(content: dict[str, Any], name: str = cookies.CARRY) -> str:
    return cookies.seal(KEYRING, name, content)


def opened(value: str, name: str = cookies.CARRY, keyring: Keyring = KEYRING) -> dict[str, Any]:
    return cookies.unseal(keyring, name, value)


@given(CONTENTS)
def test_what_is_sealed_is_read_as_it_was_and_can_be_baked(content: dict[str, Any]) -> None:
    assert opened(sealed(content)) == content
    assert cookies.bake(cookies.CARRY, sealed(content))


@pytest.mark.req("SEC31")
@pytest.mark.parametrize("place", range(0, 100, 7))
def test_no_character_of_a_sealed_cookie_can_be_changed(place: int) -> None:
    value = sealed({"email": "zoe@example.org", "next": "/account"})
    other = "A" if value[place] != "A" else "B"
    assert opened(value[:place] + other + value[place + 1 :]) == {}


@pytest.mark.req("SEC31")
@pytest.mark.parametrize("other", [name for name in NAMES if name != cookies.CARRY])
def test_what_is_sealed_for_one_cookie_means_nothing_in_another(other: str) -> None:
    assert opened(sealed({"identifier": "zoe"}), other) == {}


@pytest.mark.req("SEC31")
def test_what_another_portal_sealed_means_nothing_here() -> None:
    other = Keyring(b"another key for tests, of no use to anyone")
    assert opened(sealed({"identifier": "zoe"}), keyring=other) == {}


@pytest.mark.parametrize("value", ["", ".", "x", "x.", ".x", "e30.", "e30.é", "é.é", "e30=.e30=.e30="])
def test_what_nobody_sealed_is_nothing(value: str) -> None:
    assert opened(value) == {}
