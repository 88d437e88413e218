"""People of a random schedule: what they do with their accounts and drafts, whatever the cloud does meanwhile."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from pydantic import SecretStr

from chalicelib.accounts.actions import find, keep, sign_in
from chalicelib.accounts.actions.retain import watch_account
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.inputs import SignIn
from chalicelib.accounts.items import add_account, claim_identifier
from chalicelib.accounts.model import Account, State
from chalicelib.applications.actions import keep as drafts
from chalicelib.applications.actions.begin import begin
from chalicelib.applications.actions.save import Draft, save_answers
from chalicelib.applications.actions.withdraw import withdraw
from chalicelib.applications.inputs import SaveAnswers
from chalicelib.applications.items import application_of, is_application, put_application
from chalicelib.applications.model import Application
from chalicelib.applications.model import State as FileState
from chalicelib.applications.rules.lifecycle import moved
from chalicelib.cloud.table import Change
from tests.faults.clouds import Sent
from tests.support.people import VISITOR
from tests.support.world import GOOD, World

SERVICES = ("small-claims", "security-guard-licence")  # with notices, and with a time of its own


def open_account(world: World, email: str) -> Account:
    """Give someone an account, while nothing goes wrong."""
    account = Account(
        id=world.ids.new(),
        state=State.ACTIVE,
        audiences=("citizen",),
        identifiers={"email": email},
        email=email,
        language="fr",
        password=world.passwords.hash(GOOD),
        password_set_at=world.now,
        created_at=world.now,
        last_active_at=world.now,
    )
    change = Change(world.ids.new())
    add_account(change, account)
    watch_account(world, change, account)
    for key in find.keys_of(world, account):
        claim_identifier(change, key, account.id, None, world.now)
    world.table.commit(change)
    return account


class Visitor:
    """Someone with an account, as long as it lasts. Each method does one thing, by chance."""

    def __init__(self, world: World, account: Account, chance: Random, mails: list[Sent]) -> None:
        self.account = account
        self._world = world
        self._chance = chance
        self._mails = mails
        self._token = ""

    @property
    def doings(self) -> tuple[Callable[[datetime], None], ...]:
        return (self.come, self.begin, self.begin, self.save, self.submit, self.withdraw, self.click)

    def come(self, now: datetime) -> None:
        wish = SignIn(identifier=self.account.email, password=SecretStr(GOOD))
        self._token = sign_in.sign_in(self._world, wish, VISITOR, now).token

    def begin(self, now: datetime) -> None:
        person = self._person(now)
        service = self._world.catalogue.service(self._chance.choice(SERVICES))
        if person and service:
            begin(self._world, person, service, "fr", now)

    def save(self, now: datetime) -> None:
        file = self._draft(now)
        if file:
            service = self._world.catalogue.service(file.service)
            assert service
            draft = Draft(file, service, service.pages[0])
            save_answers(self._world, draft, SaveAnswers(seen=file.version, answers={}), now)

    def submit(self, now: datetime) -> None:
        """Submit a draft as `submit` leaves it: filling in a form is no matter of time."""
        file = self._draft(now)
        if file:
            change = Change(self._world.ids.new())
            put_application(change, moved(file, FileState.SUBMITTED, file.account, now).but(submitted_at=now))
            self._world.table.commit(change)

    def withdraw(self, now: datetime) -> None:
        file, person = self._draft(now), self._person(now)
        if file and person:
            withdraw(self._world, person, file.number, now)

    def click(self, now: datetime) -> None:
        """Press the button behind the link of some mail, however old."""
        links = [
            re.search(r"/keep/(\S+)\?token=(\S+)", each.text) for each in self._mails if each.to == self.account.email
        ]
        found = [link for link in links if link]
        if not found:
            return
        what, token = self._chance.choice(found).groups()
        if what == "account":
            keep.keep(self._world, token, now)
        else:
            drafts.keep(self._world, what.rpartition("/")[2], token, now)

    def _person(self, now: datetime) -> Person | None:
        """Return this person by the last session, or by a new one."""
        person = resume(self._world, self._token, now) if self._token else None
        if person is None:
            self.come(now)
            person = resume(self._world, self._token, now)
        return person

    def _draft(self, now: datetime) -> Application | None:
        if self._person(now) is None:
            return None
        rows = self._world.table.query(f"ACCOUNT#{self.account.id}", "APPLICATION#")
        found = [application_of(row) for row in rows if is_application(row)]
        open_ones = [each for each in found if each and each.state is FileState.DRAFT]
        return self._chance.choice(open_ones) if open_ones else None


def skewed(chance: Random, now: datetime) -> datetime:
    """Return the time as another machine's clock has it: up to five minutes off (SECURITY REL18)."""
    return now + timedelta(seconds=chance.randint(-300, 300))
