"""The people of the demonstration: they sign up with the code from their mail, or are admitted, as anyone is."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.actions.find import GIVEN_DIGITS
from chalicelib.portal.model import Portal
from chalicelib.portal.text import Language
from infra.local.client import Client
from infra.local.cloud import Cloud
from infra.local.inbox import expect, mails_to, next_mail, token_in
from infra.trouble import Trouble

PASSWORD = "Ruisseau-Calme-2026!"  # noqa: S105 -- everyone may know it: the people are invented


class DemoPerson(NamedTuple):
    """`language` is the one that the person reads."""

    name: str
    language: Language

    @property
    def email(self) -> str:
        return f"{self.name}@demo.example"


PEOPLE = (DemoPerson("camille.tremblay", "fr"), DemoPerson("robin.macdonald", "en"))
ASKING = {"name": "Ivy Chen", "company": "Nordet", "email": "ivy.chen@demo.example", "phone": "506 555-0144"}


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
    if not known and portal.asks_for("access"):  # something for staff to answer
        expect(202, client.post("/en/requests/access", {"answers": ASKING}))
    for person in PEOPLE:
        if _signs_in(client, known.get(person.email)):
            continue
        if portal.policies.sign_up.open:
            known[person.email] = _sign_up(client, portal, person)
        else:
            known[person.email] = _be_admitted(cloud, client, portal, person)


def _be_admitted(cloud: Cloud, client: Client, portal: Portal, person: DemoPerson) -> str:
    """Let staff open the account, and choose the password by the mailed link; return what the person signs in with."""
    services = cloud.services(portal.key)
    seen = len(mails_to(client, person.email))
    account = admit(services, person.email, person.language, services.clock.now())
    text = next_mail(client, person.email, seen)
    proof = {"token": token_in(text), "password": PASSWORD}
    expect(200, client.post(f"/{person.language}/password/reset", proof))
    return account.identifiers[portal.audiences[0].identifiers[0]]


def _sign_up(client: Client, portal: Portal, person: DemoPerson) -> str:
    """Open the account and activate it; return what the person signs in with."""
    chosen = {"user_name": person.name} if portal.audiences[0].chosen else {}
    form = {"email": person.email, "password": PASSWORD, "accept_terms": True, **chosen}
    seen = len(mails_to(client, person.email))
    signed_up = expect(202, client.post(f"/{person.language}/sign-up", form))
    text = next_mail(client, person.email, seen)
    code = _number(text, portal.policies.activation.code_digits)
    proof = {"email": person.email, "code": code, "secret": signed_up.json()["secret"]}
    expect(200, client.post(f"/{person.language}/activate", proof))
    given = portal.audiences[0].given
    return _number(text, GIVEN_DIGITS) if given else chosen.get("user_name", person.email)


def _number(text: str, digits: int) -> str:
    found = re.search(rf"(?<!\d)\d{{{digits}}}(?!\d)", text)
    if found is None:
        raise Trouble(f"no number of {digits} digits in this mail: {text[:200]!r}")
    return found[0]


def _signs_in(client: Client, identifier: str | None) -> bool:
    proof = {"identifier": identifier, "password": PASSWORD}
    return identifier is not None and client.post("/fr/sign-in", proof).status == 200
