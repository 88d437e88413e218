"""The people of the demonstration: they sign up with the code from their mail, or are admitted, as anyone is."""

import json
import re
import time
from pathlib import Path
from typing import NamedTuple

import urllib3

from chalicelib.accounts.actions.admit import admit
from chalicelib.accounts.actions.find import GIVEN_DIGITS
from chalicelib.portal.model import Portal
from chalicelib.portal.text import Language
from infra.local.client import Client
from infra.local.cloud import Cloud
from infra.ops.counter import services_of
from infra.trouble import Trouble

PASSWORD = "Ruisseau-Calme-2026!"  # noqa: S105 -- everyone may know it: the people are invented
MAIL_COMES_IN = 30  # seconds at most


class Person(NamedTuple):
    """`language` is the one that the person reads."""

    name: str
    language: Language

    @property
    def email(self) -> str:
        return f"{self.name}@demo.example"


PEOPLE = (Person("camille.tremblay", "fr"), Person("robin.macdonald", "en"))


def put_people_in(cloud: Cloud, file: Path) -> None:
    """Put in who is not there yet, and let the front tell visitors whom they may be.

    `file` remembers what each signs in with: portal -> address -> identifier.
    """
    known: dict[str, dict[str, str]] = json.loads(file.read_text()) if file.exists() else {}
    for key, portal in cloud.front.portals.items():
        here = known.setdefault(key, {})
        try:
            _put_in(cloud, portal, here)
        except Trouble as trouble:  # a portal works without them
            print(trouble)
        cloud.front.people[key] = [(identifier, PASSWORD) for identifier in here.values()]
    file.write_text(json.dumps(known, indent=2))


def _put_in(cloud: Cloud, portal: Portal, known: dict[str, str]) -> None:
    client = Client(cloud.front.port, portal.key)
    for person in PEOPLE:
        if _signs_in(client, known.get(person.email)):
            continue
        if portal.policies.sign_up.open:
            known[person.email] = _sign_up(client, portal, person)
        else:
            known[person.email] = _be_admitted(cloud, client, portal, person)


def _be_admitted(cloud: Cloud, client: Client, portal: Portal, person: Person) -> str:
    """Let staff open the account, and choose the password by the mailed link; return what the person signs in with."""
    services = services_of(cloud.target, portal.key)
    seen = len(_mails(client, person))
    account = admit(services, person.email, person.language, services.clock.now())
    text = _next_mail(client, person, seen)
    link = re.search(r"\?token=(\S+)", text)
    proof = {"token": link[1] if link else "", "password": PASSWORD}
    _expect(200, client.post(f"/{person.language}/password/reset", proof))
    return account.identifiers[portal.audiences[0].identifiers[0]]


def _sign_up(client: Client, portal: Portal, person: Person) -> str:
    """Open the account and activate it; return what the person signs in with."""
    chosen = {"user_name": person.name} if portal.audiences[0].chosen else {}
    form = {"email": person.email, "password": PASSWORD, "accept_terms": True, **chosen}
    seen = len(_mails(client, person))
    _expect(202, client.post(f"/{person.language}/sign-up", form))
    text = _next_mail(client, person, seen)
    code = _number(text, portal.policies.activation.code_digits)
    _expect(200, client.post(f"/{person.language}/activate", {"email": person.email, "code": code}))
    given = portal.audiences[0].given
    return _number(text, GIVEN_DIGITS) if given else chosen.get("user_name", person.email)


def _mails(client: Client, person: Person) -> list[str]:
    """Return the texts of the person's mails, the newest first."""
    return [mail["text"] for mail in client.get(f"/dev/mail?to={person.email}").json()]


def _next_mail(client: Client, person: Person, seen: int) -> str:
    deadline = time.monotonic() + MAIL_COMES_IN
    while time.monotonic() < deadline:
        if len(mails := _mails(client, person)) > seen:
            return mails[0]
        time.sleep(0.1)
    raise Trouble(f"No mail came to {person.email} ({client.origin}): see .local/ministack.log")


def _number(text: str, digits: int) -> str:
    found = re.search(rf"(?<!\d)\d{{{digits}}}(?!\d)", text)
    if found is None:
        raise Trouble(f"no number of {digits} digits in this mail: {text[:200]!r}")
    return found[0]


def _signs_in(client: Client, identifier: str | None) -> bool:
    proof = {"identifier": identifier, "password": PASSWORD}
    return identifier is not None and client.post("/fr/sign-in", proof).status == 200


def _expect(status: int, answer: urllib3.BaseHTTPResponse) -> None:
    if answer.status != status:
        raise Trouble(f"{answer.url}: {answer.status} instead of {status}: {answer.data.decode()}")
