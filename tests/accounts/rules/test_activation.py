"""When an activation mail may go out, and what it opens for how long, with times written out."""

from datetime import timedelta

import pytest

from chalicelib.accounts.model import Choice
from chalicelib.accounts.rules.activation import first, is_link_open, may_send, renewed, with_choice
from chalicelib.portal.policies import ActivationPolicy
from tests.support.world import START

POLICY = ActivationPolicy(
    lifetime=timedelta(minutes=2),
    window=timedelta(hours=3),
    code_digits=7,
    code_tries=2,
    max_sends=3,
    send_interval=timedelta(seconds=7),
)


def later(**span: float) -> timedelta:
    return timedelta(**span)


@pytest.mark.req("A3", "SEC17")
def test_a_new_mail_opens_for_as_long_as_the_first_and_moves_no_window() -> None:
    one = with_choice(first("n1", POLICY, START), "b1", Choice(password="hash"), POLICY)
    assert (one.sent_at, one.expires_at, one.window_ends_at, one.sends) == (
        START,
        START + later(minutes=2),
        START + later(hours=3),
        1,
    )
    two = renewed(one, "n2", POLICY, START + later(minutes=1))
    assert two.model_dump() == {
        "nonce": "n2",
        "sent_at": START + later(minutes=1),
        "expires_at": START + later(minutes=3),
        "window_ends_at": START + later(hours=3),
        "sends": 2,
        "choices": {"b1": {"password": "hash", "user_name": None}},
        "proven_by": None,
    }


@pytest.mark.req("SEC17")
def test_it_is_open_until_it_expires_or_the_window_ends() -> None:
    one = first("n1", POLICY, START)
    assert is_link_open(one, START + later(seconds=119))
    assert not is_link_open(one, START + later(seconds=120))
    late = renewed(one, "n2", POLICY, START + later(hours=2, minutes=59))
    assert is_link_open(late, START + later(hours=2, minutes=59, seconds=59))
    assert not is_link_open(late, START + later(hours=3))


@pytest.mark.req("SEC18")
@pytest.mark.parametrize(
    ("seconds", "sends", "may"),
    [(6, 1, False), (7, 1, True), (7, 2, True), (7, 3, False), (119, 3, False), (120, 3, True), (120, 9, True)],
)
def test_a_mail_goes_out_not_too_soon_and_not_too_often(seconds: int, sends: int, *, may: bool) -> None:
    one = first("n1", POLICY, START).replace(sends=sends)
    assert may_send(one, POLICY, START + later(seconds=seconds)) is may


@pytest.mark.req("SEC19")
def test_each_browser_has_what_it_chose_last_and_too_many_browsers_are_not_noted() -> None:
    one = first("n1", POLICY, START)
    for browser, hashed in [("b1", "h1"), ("b2", "h2"), ("b1", "h3"), ("b3", "h4"), ("b4", "h5"), (None, "h6")]:
        one = with_choice(one, browser, Choice(password=hashed), POLICY)
    assert {browser: choice.password for browser, choice in one.choices.items()} == {"b1": "h3", "b2": "h2", "b3": "h4"}
