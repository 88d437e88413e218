"""Writes a letter out: subject, text and HTML, in the person's language, or in both where it is not known."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.cloud.mail import Message
from chalicelib.i18n.languages import TAGS, write
from chalicelib.outbox.model import Letter
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.services import Services
from chalicelib.urls import path_for
from chalicelib.web.templates import render


def compose(services: Services, letter: Letter) -> Message:
    """Return the mail. The same letter always gives the same words, link and code."""
    languages = (letter.language,) if letter.language else LANGUAGES
    contexts = {language: _context(services, letter, language) for language in languages}
    subjects = [_part(letter, "subject.txt", language, contexts[language]) for language in languages]
    texts = [_part(letter, "body.txt", language, contexts[language]) for language in languages]
    bodies = [(TAGS[language], _part(letter, "body.html", language, contexts[language])) for language in languages]
    first = contexts[languages[0]]
    return Message(
        letter=letter.id,
        sender=services.portal.sender,
        to=letter.to,
        subject=" / ".join(dict.fromkeys(" ".join(subject.splitlines()) for subject in subjects)),
        text=render("mail/layout.txt", languages[0], {**first, "texts": texts}),
        html=render("mail/layout.html", languages[0], {**first, "subject": subjects[0], "bodies": bodies}),
        one_click=_one_click(services, letter),
    )


def subject(services: Services, letter: Letter, language: Language) -> str:
    """Return what the mail is about, for someone who reads of it in this language."""
    return " ".join(_part(letter, "subject.txt", language, _context(services, letter, language)).splitlines())


def _one_click(services: Services, letter: Letter) -> str | None:
    if letter.one_click is None or letter.proof is None:
        return None
    return f"{services.settings.origin}{letter.one_click}?token={letter.proof.token(services.keyring)}"


def _part(letter: Letter, name: str, language: Language, context: Mapping[str, Any]) -> str:
    return render(f"mail/{letter.template}/{name}", language, context).strip()


def _context(services: Services, letter: Letter, language: Language) -> dict[str, Any]:
    portal, origin, proof = services.portal, services.settings.origin, letter.proof
    home = f"{origin}/{language}"
    return {
        "code": proof.code(services.keyring) if proof else None,
        "data": letter.data,
        "lang": language,
        "link": f"{home}{proof.path}?token={proof.token(services.keyring)}" if proof else None,
        "policies": portal.policies,
        "portal": portal,
        "url_for": lambda name, **parameters: home + path_for(name, **parameters),
        "write": partial(write, language=language, zone=portal.zone),
    }
