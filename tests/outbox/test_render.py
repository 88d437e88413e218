"""What emails say: in the person's language or in both, always the same, with nothing secret in the row."""

import json

import pytest

from chalicelib.cloud.mail import Message
from chalicelib.outbox.items import outbox_item, parse_email
from chalicelib.outbox.render import compose
from chalicelib.portal.loader import keys
from chalicelib.portal.text import Language, Text
from tests.support.emails import TEMPLATES, email
from tests.support.world import World, code_in, link_in

BOTH: list[Language | None] = ["fr", "en", None]


def parts(message: Message) -> tuple[str, str, str]:
    return message.subject, message.text, message.html


@pytest.mark.req("X1")
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(("language", "said"), [("fr", (True, False)), ("en", (False, True)), (None, (True, True))])
def test_an_email_is_in_the_persons_language_or_in_both_where_it_is_not_known(
    template: str, language: Language | None, said: tuple[bool, bool]
) -> None:
    message = compose(World("citizen-account"), email(template, language))
    for words in (message.text, message.html):
        assert ("Bonjour," in words, "Hello," in words) == said
    tags = tuple(f'<div lang="{tag}"' in message.html for tag in ("fr-CA", "en-CA"))
    assert tags == said


@pytest.mark.req("X1")
def test_the_subject_of_an_email_in_both_languages_is_in_both() -> None:
    message = compose(World("citizen-account"), email(language=None))
    assert message.subject == "Activer le compte Mon Littoral / Activate your My Littoral account"


@pytest.mark.req("A5")
@pytest.mark.parametrize("language", BOTH)
def test_a_subject_that_is_bilingual_already_is_not_said_twice(language: Language | None) -> None:
    message = compose(World("psychotherapy"), email(language=language))
    assert message.subject == "CRPC – Account Activation | OPAC – Activation du compte"
    assert "10000042" in message.text
    assert "10000042" in message.html


@pytest.mark.req("REL12")
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", BOTH)
def test_the_same_email_is_written_word_for_word_the_same(template: str, language: Language | None) -> None:
    first, again = World("freight"), World("freight")
    again.clock.advance(days=400)
    assert compose(first, email(template, language)) == compose(again, email(template, language))


@pytest.mark.req("SEC35")
@pytest.mark.parametrize("key", keys())
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_link_begins_with_the_portals_own_origin(key: str, template: str) -> None:
    message = compose(World(key), email(template, None))
    links = message.text.count("https://") + message.html.count("https://")
    own = message.text.count("https://counter.example/") + message.html.count("https://counter.example/")
    assert links == own


@pytest.mark.req("A3", "SEC16")
def test_the_link_and_the_code_are_those_that_the_proof_gives() -> None:
    world = World("citizen-account")
    sent = email()
    message = compose(world, sent)
    assert sent.proof
    assert code_in(message) == sent.proof.code(world.keyring)
    assert link_in(message) == f"/fr/activate?token={sent.proof.token(world.keyring)}"
    assert code_in(message) in message.html


@pytest.mark.req("SEC16")
def test_the_row_of_an_email_holds_nothing_that_opens_anything() -> None:
    world = World("citizen-account")
    sent = email()
    stored = json.dumps(outbox_item(sent, world.portal.policies.mail))
    assert sent.proof
    opening = (sent.proof.token(world.keyring), sent.proof.token(world.keyring)[32:], sent.proof.code(world.keyring))
    assert [secret for secret in opening if secret and secret in stored] == []


@pytest.mark.parametrize("language", BOTH)
def test_an_email_is_read_from_its_row_as_it_was_written(language: Language | None) -> None:
    sent = email(language=language)
    assert parse_email(outbox_item(sent, World("freight").portal.policies.mail)) == sent


@pytest.mark.req("SEC63")
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_subject_is_one_line_whatever_the_portal_is_called(template: str) -> None:
    world = World("citizen-account")
    name = Text(fr="Mon\r\nBcc: x@example.org", en="My\nportal\u2028")
    wording = world.portal.wording.but(activation_subject=name)
    world.portal = world.portal.but(name=name, wording=wording)
    subject = compose(world, email(template, None)).subject
    assert len(subject.splitlines()) == 1


@pytest.mark.req("SEC63")
def test_what_people_typed_is_escaped_in_html_and_plain_in_text() -> None:
    typed = '<b onclick="x">Zoé & Co</b>'
    message = compose(World("psychotherapy"), email(data={"given": typed}))
    assert typed in message.text
    assert "<b onclick" not in message.html
    assert "&lt;b onclick" in message.html


@pytest.mark.req("X1")
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", BOTH)
def test_no_place_is_left_open_and_no_markup_stands_in_the_text(template: str, language: Language | None) -> None:
    subject, text, html = parts(compose(World("financial-licensing"), email(template, language)))
    assert not any(mark in part for part in (subject, text, html) for mark in ("%(", "{{", "None", "Undefined"))
    assert "<" not in subject + text
