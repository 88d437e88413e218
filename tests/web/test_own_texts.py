"""A body's own privacy notice and terms of use stand in its portal's file, in place of the engine's."""

import pytest

from chalicelib.app_factory import create_app
from chalicelib.portal.model import Passage
from chalicelib.portal.text import Text
from tests.support.http import Browser
from tests.support.world import World

OWN = Passage(
    heading=Text(fr="Notre registre", en="Our register"),
    paragraphs=(Text(fr="Nous publions votre nom.", en="We publish your name."),),
)


def page(path: str, *, own: bool) -> str:
    world = World("social-work")
    if own:
        world.portal = world.portal.replace(privacy=(OWN,), terms=(OWN,))
    return Browser(create_app(world)).get(path).body


@pytest.mark.parametrize(("path", "ours"), [("privacy", "Your rights"), ("terms", "The account is yours alone")])
def test_the_bodys_own_text_stands_in_place_of_ours(path: str, ours: str) -> None:
    own, usual = page(f"/en/{path}", own=True), page(f"/en/{path}", own=False)
    assert ("<h2" in own, "Our register" in own, "We publish your name." in own, ours in own) == (
        True,
        True,
        True,
        False,
    )
    assert (ours in usual, "Our register" in usual) == (True, False)
    assert "Nous publions votre nom." in page(f"/fr/{path}", own=True)


def test_what_is_said_of_cookies_stays_since_it_is_about_the_engine() -> None:
    assert "Cookies" in page("/en/privacy", own=True)
