"""People of a random schedule: what they do with their accounts, files and money, whatever the cloud does meanwhile."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from random import Random

from chalicelib.accounts.actions import email_delivery, find, retention
from chalicelib.accounts.actions.retention import schedule_account_review
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.model import Account, AccountState, Member
from chalicelib.accounts.storage import add_account, claim_identifier, put_member
from chalicelib.applications.actions import documents, drafts, filing, information_requests
from chalicelib.applications.actions.filing import begin
from chalicelib.applications.actions.find import documents_of, list_own, service_of
from chalicelib.applications.actions.save import DraftEdit, save_page
from chalicelib.applications.inputs import SavePage
from chalicelib.applications.model import Application
from chalicelib.applications.model import ApplicationState as FileState
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.billing.actions.checkout import pay
from chalicelib.billing.actions.find import shown
from chalicelib.billing.model import InvoiceState
from chalicelib.documents.actions.uploads import upload_form
from chalicelib.documents.inputs import AddDocument
from chalicelib.documents.model import Document, DocumentState
from chalicelib.forms.page import FormPage
from chalicelib.unit_of_work import UnitOfWork
from tests.faults.guests import PASSWORD, Guest
from tests.faults.honoured import Honoured
from tests.faults.place import Place, about
from tests.support.answers import right_answers
from tests.support.billing import PAYER
from tests.support.documents import pdf
from tests.support.world import World

SERVICES = ("odd-permit", "odd-permit", "odder-permit")  # as often as someone begins them
ABANDONED = 0.2  # of the pages on which one could pay
FILE = pdf()
Doing = Callable[[datetime], None]
answers = cache(right_answers)


def open_account(world: World, email: str, people: Iterable[Member] = ()) -> Account:
    """Give someone an account, while nothing goes wrong; `people` share it."""
    sharing = list(people)
    account = Account(
        id=world.ids.new(),
        state=AccountState.ACTIVE,
        audiences=(world.portal.audiences[0].key,),
        identifiers={"email": email},
        email=email,
        language="fr",
        password=world.passwords.hash(PASSWORD),
        password_set_at=world.now,
        created_at=world.now,
        last_active_at=world.now,
        people=len(sharing),
    )
    work = UnitOfWork(world, world.now)
    add_account(work, account)
    for one in sharing:
        put_member(work, account.id, one)
    schedule_account_review(work, account)
    for key in find.keys_of(world, account):
        claim_identifier(work, key, account.id, None, world.now)
    work.commit()
    return account


class Visitor(Guest):
    """Someone with an address. Each method does one thing; `go_on` does what comes next for who wants to get on."""

    def __init__(self, place: Place, email: str) -> None:
        super().__init__(place, email)
        self._honoured = Honoured(place.world)

    @property
    def doings(self) -> tuple[Doing, ...]:
        accounts = (self.sign_up, self.come, self.click, self.mend_mail)
        return (
            *[self.go_on] * 16,
            *accounts,
            self.get_back,
            self.mend_mail,
            self.begin,
            self.save,
            self.take_back,
            self.withdraw,
            self.pay,
        )

    def go_on(self, now: datetime) -> None:
        """Answer what is asked, else complete what is begun, else pay or begin."""
        person = self._person(now)
        files = list_own(self._world, person) if person else []
        asked = [each for each in files if each.state is FileState.WAITING]
        begun = [each for each in files if is_editable(each, service_of(self._world, each), self._world.portal, now)]
        if person and asked:
            information_requests.reply(self._world, person, asked[0].number, asked[0].open_questions[0].id, "Oui.", now)
        elif person and begun:
            self._complete(person, begun[0], now)
        elif len(files) > self._chance.randint(0, 3):
            self.pay(now)
        else:
            self.begin(now)

    # --- accounts ---

    def activate(self, now: datetime) -> None:
        codes = [re.search(r"^\d{7}$", each.text, re.MULTILINE) for each in self._mails()]
        found = [code[0] for code in codes if code]
        drawn = self._chance.random()
        if not found or drawn < 0.4:
            self.sign_up(now)
            return
        code = found[-1] if drawn < 0.9 else self._chance.choice(found)
        with self._honoured.activation(self.email, now):
            self._activate(code, "", now)

    def click(self, now: datetime) -> None:
        """Press the button behind the link of some mail, however old."""
        links = [re.search(r"/keep/(\S+)\?token=(\S+)", each.text) for each in self._mails()]
        found = [link for link in links if link]
        if not found:
            return
        what, token = self._chance.choice(found).groups()
        if what == "account":
            retention.keep(self._world, token, now)
        else:
            drafts.keep(self._world, what.rpartition("/")[2], token, now)

    def mend_mail(self, now: datetime) -> None:
        """Try whether an address takes mail that was found not to; else have some email again."""
        person = self._person(now)
        if person and person.unreachable_since:
            email_delivery.send_test(self._world, person, now)
        elif person:
            emails = email_delivery.list_emails(self._world, person)
            if emails:
                email = self._chance.choice(emails)
                self._place.asked_again[about(email.template, email.to, email.data)] += 1
                email_delivery.send_again(self._world, person, email.id, now)

    # --- files ---

    def begin(self, now: datetime) -> None:
        person = self._person(now)
        if person:
            service = self._world.catalogue.service(self._chance.choice(SERVICES))
            assert service
            begin(self._world, person, service, "fr", now)

    def save(self, now: datetime) -> None:
        person = self._person(now)
        for file in self._drafts(person)[:1]:
            self._save(file, now)

    def take_back(self, now: datetime) -> None:
        """Take back some document."""
        person = self._person(now)
        for file in self._drafts(person)[:1]:
            found = documents_of(self._world, file, now)
            if person and found:
                documents.remove(self._world, person, file.number, self._chance.choice(found).id, now)

    def withdraw(self, now: datetime) -> None:
        person = self._person(now)
        for file in self._drafts(person)[:1]:
            if person and self._chance.random() < 0.5:
                filing.withdraw(self._world, person, file.number, now)

    def _complete(self, person: Person, file: Application, now: datetime) -> None:
        """Do the next thing that a draft lacks; at last, submit it."""
        service = service_of(self._world, file)
        sent = {each.slot: each for each in documents_of(self._world, file, now)}
        missing = [asked for asked in service.documents if asked.key not in sent]
        unsent = [each for each in sent.values() if each.state is DocumentState.EXPECTED]
        if len(file.saved) < len(service.pages):
            self._save(file, now)
        elif missing:
            documents.add(self._world, person, file.number, AddDocument(slot=missing[0].key), now)
        elif unsent:
            self._send(person, file, unsent[0], now)
        else:
            filing.submit(self._world, person, file.number, now)

    def _save(self, file: Application, now: datetime) -> None:
        service = service_of(self._world, file)
        page = next((each for each in service.pages if each.key not in file.saved), service.pages[0])
        with self._honoured.draft(file, now):
            save_page(self._world, DraftEdit(file, service, page), _wish(file, page), now)

    def _send(self, person: Person, file: Application, document: Document, now: datetime) -> None:
        """Send the file, unless it was sent before something went wrong, and confirm it."""
        if self._place.sent(document) is None or self._chance.random() < 0.2:
            form = upload_form(self._world, document, now, None)
            self._place.post(document, form.fields, FILE)
        with self._honoured.upload(document, now):
            documents.confirm(self._world, person, file.number, document.id, now)

    # --- money ---

    def pay(self, now: datetime) -> None:
        """Ask for the page on which an invoice is paid, and pay there, or not."""
        person = self._person(now)
        invoices = shown(self._world, person.account.id) if person else []
        open_ones = [each.invoice for each in invoices if each.invoice.state is InvoiceState.OPEN]
        if open_ones:
            page = pay(self._world, self._chance.choice(open_ones), PAYER, now)
            if self._chance.random() > ABANDONED:
                self._place.pay(page.rpartition("/")[2])

    # --- what they know ---

    def _person(self, now: datetime) -> Person | None:
        """Return this person by the last session, or by a new one; who has no account gets one."""
        if self._token:
            with self._honoured.session(self._token, now) as opened:
                person = resume(self._world, self._token, now)
                opened.append(person)
            if person:
                return person
        if not self._place.is_member(self.email):
            self.activate(now)
        self.come(now)
        return resume(self._world, self._token, now)

    def _drafts(self, person: Person | None) -> list[Application]:
        found = list_own(self._world, person) if person else []
        open_ones = [each for each in found if each.state is FileState.DRAFT]
        self._chance.shuffle(open_ones)
        return open_ones


def _wish(file: Application, page: FormPage) -> SavePage:
    return SavePage(seen=file.version, answers=dict(answers(page)))


def skewed(chance: Random, now: datetime) -> datetime:
    """Return the time as another machine's clock has it: up to five minutes off (SECURITY REL18)."""
    return now + timedelta(seconds=chance.randint(-300, 300))
