"""What strangers ask of a portal: each asking is one request or two, the same in every twin."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from chalice.app import Chalice

from chalicelib.outbox.model import OutboxEmail
from tests.faults.twins.facts import IDENTIFIER, VICTIM
from tests.support.http import Answer, Browser, Program
from tests.support.memory import MemoryTable
from tests.support.requests import FORM
from tests.support.world import BETTER, GOOD, World

OWN, SECOND, OTHER = "mallory@example.net", "eve@example.net", "nobody@example.net"  # mailboxes; OTHER is nobody's
NETWORKS = ("198.51.100.1", "198.51.100.2", "203.0.113.200")
SPELLED = (VICTIM, VICTIM, VICTIM, "ZOE@example.org", " Zoe@EXAMPLE.org ")
PASSWORDS = (BETTER, BETTER, f"{BETTER}!", GOOD[:3])
USER_NAMES = ("mallory", "zoe.t", "eve-2")
CODES = ("123456", "654321", "111 111", "x")
GUESSES = ("wrong-Password-1", "wrong-Password-2", "é")
VOID = "0" * 32 + "x" * 43


class Twin:
    """One of the worlds, and its strangers: at each network address a program, and a browser that was there before."""

    def __init__(self, world: World, table: MemoryTable, app: Chalice, own_identifier: str) -> None:
        self.world, self._table = world, table
        self.own_identifier = own_identifier
        self.programs = [Program(app, each) for each in NETWORKS]
        self.browsers = [Browser(app, each) for each in NETWORKS]
        for browser in self.browsers:
            browser.get("/fr/sign-in")

    def mails(self, to: str) -> list[OutboxEmail]:
        """Return what was written to a mailbox, the oldest first."""
        found = [OutboxEmail.from_item(item) for key, item in self._table.items.items() if key.sk == "OUTBOX"]
        return sorted((each for each in found if each.to == to), key=lambda each: (each.created_at, each.id))

    def code_to(self, mailbox: str) -> str:
        """Return the code of the last activation mail to a mailbox; a wrong one where there is none."""
        proofs = [mail.proof for mail in self.mails(mailbox) if mail.proof and mail.proof.digits]
        return proofs[-1].code(self.world.keyring) if proofs else CODES[0]


class Client(NamedTuple):
    """Who asks, how, and in which language."""

    number: int
    is_program: bool
    language: str

    def post(self, twin: Twin, path: str, **fields: Any) -> list[Answer]:
        """Send fields as JSON; or as a form, and follow where that leads."""
        given = {name: value for name, value in fields.items() if value is not None}
        if self.is_program:
            return [twin.programs[self.number].post(f"/{self.language}{path}", **given)]
        browser = twin.browsers[self.number]
        answer = browser.post(f"/{self.language}{path}", **_as_form(given))
        return [answer, browser.get(answer.location)] if answer.status == 303 else [answer]

    def get(self, twin: Twin, path: str) -> list[Answer]:
        client = twin.programs[self.number] if self.is_program else twin.browsers[self.number]
        answer = client.get(f"/{self.language}{path}")
        return [answer, client.get(answer.location)] if answer.status == 303 else [answer]


def _as_form(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return fields as a form has them: a tick is a word, a member's name follows a dot."""
    flat = {f"answers.{key}": value for key, value in fields.get("answers", {}).items()}
    plain = {name: "yes" if value is True else value for name, value in fields.items() if name != "answers"}
    return {**plain, **flat}


Asking = Callable[[Twin], list[Answer]]
Draw = Callable[[Random, Client], Asking]


def sign_up(chance: Random, client: Client) -> Asking:
    email, password = chance.choice((*SPELLED, SECOND, OTHER)), chance.choice(PASSWORDS)
    name = chance.choice((*USER_NAMES, None))
    return lambda twin: client.post(
        twin,
        "/sign-up",
        email=email,
        password=password,
        accept_terms=True,
        user_name=name if _has_names(twin) else None,
    )


def try_a_code(chance: Random, client: Client) -> Asking:
    email, code = chance.choice((*SPELLED, OTHER)), chance.choice(CODES)
    secret = chance.choice((None, "0" * 43)) if client.is_program else None
    return lambda twin: client.post(twin, "/activate", email=email, code=code, secret=secret)


def prove_ones_own(_chance: Random, client: Client) -> Asking:
    return lambda twin: client.post(twin, "/activate", email=SECOND, code=twin.code_to(SECOND))


def ask_for_the_mail_again(chance: Random, client: Client) -> Asking:
    email = chance.choice((*SPELLED, SECOND, OTHER))
    return lambda twin: client.post(twin, "/activate/resend", email=email)


def guess_a_password(chance: Random, client: Client) -> Asking:
    identifier, guess, audience = chance.choice((*SPELLED, IDENTIFIER, OTHER)), chance.choice(GUESSES), chance.random()
    return lambda twin: client.post(
        twin, "/sign-in", identifier=identifier, password=guess, audience=_audience(twin, audience)
    )


def sign_in_to_ones_own(_chance: Random, client: Client) -> Asking:
    return lambda twin: client.post(twin, "/sign-in", identifier=twin.own_identifier, password=GOOD)


def look_at_ones_own(chance: Random, client: Client) -> Asking:
    path = chance.choice(("/account", "/account/sessions", "/account/mail"))
    return lambda twin: client.get(twin, path)


def change_ones_own_password(_chance: Random, client: Client) -> Asking:
    return lambda twin: client.post(twin, "/account/password", current="wrong", password=BETTER)


def ask_for_a_password(chance: Random, client: Client) -> Asking:
    identifier, audience = chance.choice((*SPELLED, IDENTIFIER, OWN, OTHER)), chance.random()
    email = chance.choice((None, VICTIM, OWN))
    return lambda twin: client.post(
        twin,
        "/password/forgotten",
        identifier=identifier,
        email=email,
        audience=_audience(twin, audience),
    )


def ask_for_the_identifier(chance: Random, client: Client) -> Asking:
    email = chance.choice((*SPELLED, OWN, OTHER))
    return lambda twin: client.post(twin, "/identifier/forgotten", email=email)


def choose_a_password(chance: Random, client: Client) -> Asking:
    token = chance.choice((None, VOID))
    return lambda twin: client.post(twin, "/password/reset", token=token, password=BETTER)


def open_a_page(chance: Random, client: Client) -> Asking:
    path = chance.choice(("/activate", "/activate/resend", "/sign-in", "/password/forgotten", "/sign-up", "/"))
    query = chance.choice(("", "", f"?token={VOID}")) if path == "/activate" else ""
    return lambda twin: client.get(twin, path + query)


def open_a_link(chance: Random, client: Client) -> Asking:
    path = chance.choice(("/activate", "/password/reset", "/keep/account"))
    return lambda twin: client.get(twin, f"{path}?token={VOID}")


def fill_in_a_form(chance: Random, client: Client) -> Asking:
    """Ask staff for access: the address on the form is the stranger's or the victim's, the identifier the victim's."""
    email, typed = chance.choice((VICTIM, OWN, OTHER)), chance.choice((VICTIM, IDENTIFIER))
    kind = chance.choice(("access", "recovery"))

    def asking(twin: Twin) -> list[Answer]:
        form = twin.world.catalogue.requests[kind if kind in twin.world.catalogue.requests else "recovery"]
        known = {**FORM, "email": email, "identifier": typed}
        answers = {each.key: known[each.key] for each in form.questions if each.key in known}
        return client.post(twin, f"/requests/{form.key}", answers=answers)

    return asking


def try_the_staffs_door(chance: Random, client: Client) -> Asking:
    email, guess = chance.choice((*SPELLED, OTHER)), chance.choice(GUESSES)
    return lambda twin: client.post(twin, "/staff/sign-in", email=email, password=guess)


def _has_names(twin: Twin) -> bool:
    return twin.world.portal.audiences[0].chosen is not None


def _audience(twin: Twin, drawn: float) -> str:
    audiences = twin.world.portal.audiences
    return audiences[int(drawn * len(audiences))].key


ANYWHERE: Sequence[Draw] = (
    *(guess_a_password, sign_in_to_ones_own, look_at_ones_own, change_ones_own_password, ask_for_a_password),
    *(ask_for_the_identifier, choose_a_password, open_a_link, try_the_staffs_door),
)
WHERE_PEOPLE_SIGN_UP: Sequence[Draw] = (
    sign_up,
    try_a_code,
    try_a_code,
    prove_ones_own,
    ask_for_the_mail_again,
    open_a_page,
)
WHERE_STAFF_HELP: Sequence[Draw] = (fill_in_a_form,)
UNLIKE = re.compile(r"[\w-]{43,}|\b\d{6,8}\b|[0-9a-f]{32}")  # tokens, codes, given identifiers, ids
