"""What emails say: in the person's language or in both, always the same, with nothing secret in the row."""

import json

import pytest
from jinja2 import UndefinedError

from chalicelib.cloud.mail import Message
from chalicelib.outbox.model import EmailState
from chalicelib.outbox.render import render_email, render_subject
from chalicelib.outbox.sender import deliver
from chalicelib.outbox.storage import outbox_item, parse_email
from chalicelib.portal.text import Language, Text
from tests.support.email_cases import Case, as_in, enqueued_by
from tests.support.email_scenarios import EMAILS
from tests.support.emails import email, enqueued, row
from tests.support.portals import KEYS
from tests.support.world import World, code_in, link_in

BOTH: list[Language | None] = ["fr", "en", None]
each_email = pytest.mark.parametrize("case", EMAILS, ids=str)


def parts(message: Message) -> tuple[str, str, str]:
    return message.subject, message.text, message.html


@pytest.mark.req("X1")
@each_email
@pytest.mark.parametrize(("language", "said"), [("fr", (True, False)), ("en", (False, True)), (None, (True, True))])
def test_an_email_is_in_the_persons_language_or_in_both_where_it_is_not_known(
    case: Case, language: Language | None, said: tuple[bool, bool]
) -> None:
    world, sent = enqueued_by(case)
    message = render_email(world, sent.replace(language=language))
    for words in (message.text, message.html):
        assert ("Bonjour," in words, "Hello," in words) == said
    tags = tuple(f'<div lang="{tag}"' in message.html for tag in ("fr-CA", "en-CA"))
    assert tags == said


@pytest.mark.req("X1")
@each_email
@pytest.mark.parametrize("language", BOTH)
def test_no_place_is_left_open_and_no_markup_stands_in_the_text(case: Case, language: Language | None) -> None:
    world, sent = enqueued_by(case)
    subject, text, html = parts(render_email(world, sent.replace(language=language)))
    assert not any(mark in part for part in (subject, text, html) for mark in ("%(", "{{", "None", "Undefined"))
    assert "<" not in subject + text


@pytest.mark.req("REL12")
@each_email
@pytest.mark.parametrize("language", BOTH)
def test_the_same_email_is_written_word_for_word_the_same(case: Case, language: Language | None) -> None:
    world, sent = enqueued_by(case)
    later = World(world.portal)
    later.clock.advance(days=400)
    assert render_email(world, sent.replace(language=language)) == render_email(later, sent.replace(language=language))


@pytest.mark.req("SEC35")
@pytest.mark.parametrize("key", KEYS)
@each_email
def test_every_link_begins_with_the_portals_own_origin(key: str, case: Case) -> None:
    message = render_email(*as_in(key, case))
    links = message.text.count("https://") + message.html.count("https://")
    own = message.text.count("https://counter.example/") + message.html.count("https://counter.example/")
    assert links == own


@pytest.mark.req("SEC63")
@each_email
def test_a_subject_is_one_line_whatever_the_portal_is_called(case: Case) -> None:
    world, sent = as_in("citizen-account", case)
    name = Text(fr="Mon\r\nBcc: x@example.org", en="My\nportal\u2028")
    wording = world.portal.wording.replace(activation_subject=name)
    world.portal = world.portal.replace(name=name, wording=wording)
    assert len(render_email(world, sent.replace(language=None)).subject.splitlines()) == 1


# --- a field that a template needs and the email lacks ---


def test_an_email_that_lacks_a_field_is_not_rendered_and_its_subject_is_still_listed() -> None:
    world, sent = enqueued_by(next(case for case in EMAILS if case.template == "payment-received"))
    lacking = sent.replace(data={name: text for name, text in sent.data.items() if not name.startswith("title_")})
    with pytest.raises(UndefinedError, match="title_"):
        render_email(world, lacking)
    assert render_subject(world, lacking, "en") == render_subject(world, sent, "en")


@pytest.mark.req("REL27")
def test_an_email_that_lacks_a_field_is_tried_again_then_given_up_and_others_are_sent() -> None:
    world = World("citizen-account")
    lacking, whole = enqueued(world, template="payment-received"), enqueued(world)
    for name in (lacking, whole):
        deliver(world, name, world.now)
    assert [row(world, name)["state"] for name in (lacking, whole)] == [EmailState.WAITING, EmailState.SENT]
    world.clock.advance(world.portal.policies.mail.give_up)
    deliver(world, lacking, world.now)
    assert row(world, lacking)["state"] == EmailState.FAILED


# --- links, codes and subjects ---


@pytest.mark.req("X1")
def test_the_subject_of_an_email_in_both_languages_is_in_both() -> None:
    message = render_email(World("citizen-account"), email(None, data={"given": ""}))
    assert message.subject == "Activer le compte Mon Littoral / Activate your My Littoral account"


@pytest.mark.req("A5")
@pytest.mark.parametrize("language", BOTH)
def test_a_subject_that_is_bilingual_already_is_not_said_twice(language: Language | None) -> None:
    message = render_email(World("psychotherapy"), email(language))
    assert message.subject == "CRPC – Account Activation | OPAC – Activation du compte"
    assert "10000042" in message.text
    assert "10000042" in message.html


@pytest.mark.req("A3", "SEC16")
def test_the_link_and_the_code_are_those_that_the_proof_gives() -> None:
    world = World("citizen-account")
    sent = email(data={"given": ""})
    message = render_email(world, sent)
    assert sent.proof
    assert code_in(message) == sent.proof.code(world.keyring)
    assert link_in(message) == f"/fr/activate?token={sent.proof.token(world.keyring)}"
    assert code_in(message) in message.html


@pytest.mark.req("SEC16")
@each_email
def test_the_row_of_an_email_holds_nothing_that_opens_anything(case: Case) -> None:
    world, sent = enqueued_by(case)
    stored = json.dumps(outbox_item(sent, world.portal.policies.mail))
    if sent.proof:
        token, code = sent.proof.token(world.keyring), sent.proof.code(world.keyring)
        assert [secret for secret in (token, token[32:], code) if secret and secret in stored] == []


@each_email
@pytest.mark.parametrize("language", BOTH)
def test_an_email_is_read_from_its_row_as_it_was_written(case: Case, language: Language | None) -> None:
    world, sent = enqueued_by(case)
    written = sent.replace(language=language)
    assert parse_email(outbox_item(written, world.portal.policies.mail)) == written


@pytest.mark.req("SEC63")
def test_what_people_typed_is_escaped_in_html_and_plain_in_text() -> None:
    typed = '<b onclick="x">Zoé & Co</b>'
    message = render_email(World("psychotherapy"), email(data={"given": typed}))
    assert typed in message.text
    assert "<b onclick" not in message.html
    assert "&lt;b onclick" in message.html
