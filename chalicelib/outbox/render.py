"""Renders an email: subject, text and HTML, in the recipient's language, or in both where it is not known.

A field that a template uses and the email lacks is an error: the email is not sent, is tried again, and staff are told.
"""

from functools import partial
from typing import Any

from chalicelib.cloud.mail import Message
from chalicelib.i18n.languages import TAGS, write
from chalicelib.outbox.model import OutboxEmail
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.services import Services
from chalicelib.urls import path_for
from chalicelib.web.templates import render, render_strictly


def render_email(services: Services, email: OutboxEmail) -> Message:
    """Return the mail. The same email always gives the same words, link and code; raise UndefinedError."""
    languages = (email.language,) if email.language else LANGUAGES
    contexts = {language: _context(services, email, language) for language in languages}

    def part(name: str, language: Language) -> str:
        return render_strictly(_path(email, name), language, contexts[language]).strip()

    subjects = [part("subject.txt", language) for language in languages]
    texts = [part("body.txt", language) for language in languages]
    bodies = [(TAGS[language], part("body.html", language)) for language in languages]
    first = contexts[languages[0]]
    return Message(
        email_id=email.id,
        sender=services.portal.sender,
        to=email.to,
        subject=" / ".join(dict.fromkeys(" ".join(subject.splitlines()) for subject in subjects)),
        text=render_strictly("mail/layout.txt", languages[0], {**first, "texts": texts}),
        html=render_strictly("mail/layout.html", languages[0], {**first, "subject": subjects[0], "bodies": bodies}),
        one_click=_one_click(services, email),
    )


def render_subject(services: Services, email: OutboxEmail, language: Language) -> str:
    """Return the subject for the recipient's list; a field that an old email lacks is left blank there."""
    context = _context(services, email, language)
    return " ".join(render(_path(email, "subject.txt"), language, context).strip().splitlines())


def _path(email: OutboxEmail, name: str) -> str:
    return f"mail/{email.template}/{name}"


def _one_click(services: Services, email: OutboxEmail) -> str | None:
    if email.one_click is None or email.proof is None:
        return None
    return f"{services.settings.origin}{email.one_click}?token={email.proof.token(services.keyring)}"


def _context(services: Services, email: OutboxEmail, language: Language) -> dict[str, Any]:
    portal, home = services.portal, f"{services.settings.origin}/{language}"
    return {
        "data": email.data,
        "lang": language,
        "policies": portal.policies,
        "portal": portal,
        "url_for": lambda name, **parameters: home + path_for(name, **parameters),
        "write": partial(write, language=language, zone=portal.zone),
        **_proven(services, email, home),
    }


def _proven(services: Services, email: OutboxEmail, home: str) -> dict[str, Any]:
    """Return the link and the code; an email without a proof has neither, and one that is late no more."""
    proof, keyring = email.proof, services.keyring
    if proof is None:
        return {}
    if email.is_late:
        return {"ended_at": email.ends_at}
    link = {"link": f"{home}{proof.path}?token={proof.token(keyring)}", "ended_at": None}
    return {**link, "code": proof.code(keyring)} if proof.digits else link
