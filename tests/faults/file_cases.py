"""What is done with files, their documents and their money, as cases for `crashes`."""

from collections.abc import Callable

from chalicelib.applications.actions import (
    decide,
    documents,
    drafts,
    filing,
    information_requests,
    notes,
    review,
    review_documents,
    third_parties,
)
from chalicelib.applications.actions.filing import begin
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.actions.save import DraftEdit, save_page
from chalicelib.applications.inputs import SavePage
from chalicelib.applications.model import Application, Decision
from chalicelib.applications.storage import application_key, parse_application, put_application
from chalicelib.billing.actions.checkout import pay
from chalicelib.billing.actions.find import invoices
from chalicelib.billing.actions.invoice_paid import notify_all
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.actions.uploads import upload_form
from chalicelib.documents.inputs import AddDocument
from chalicelib.documents.model import Document, Scan
from chalicelib.documents.storage import object_key, parse_document
from chalicelib.outbox.sender import sweep
from chalicelib.retention.actions.undelivered_notices import acknowledge, list_undelivered
from chalicelib.staff.permissions import Permission
from chalicelib.tracing.actions.follow import follow
from chalicelib.unit_of_work import UnitOfWork
from chalicelib.wiring import invoice_paid_subscribers
from infra.ops.coming import schedule_all
from scheduled import expire, reconcile, remind
from tests.faults.cases import DAY, TRAIL, at_its_time, expires, mailed, member, now, token_of
from tests.faults.crashes import Case
from tests.faults.people import FILE, answers
from tests.faults.place import Place
from tests.support.applications import catalogue
from tests.support.billing import PAYER
from tests.support.faults import RefusingMailbox
from tests.support.shipments import NUMBER as SHIPMENT
from tests.support.shipments import WAY, key, tell

ANNE, BASIL = "anne", "basil"
ODD, PLAIN = "odd-permit", "odder-permit"
NUMBER = "APPLICATION#"


# --- to the point ---


class Filer:
    """Someone with a file, as it was last seen; the newest document of it, where there is one."""

    def __init__(self, place: Place, service: str = ODD) -> None:
        self.place, self.world = place, place.world
        self.person = member(place)
        found = self.world.catalogue.service(service)
        assert found
        self.number = begin(self.world, self.person, found, "fr", self.world.now).number

    @property
    def file(self) -> Application:
        """The file as it is: who does something has it before them, and asks for nothing."""
        found = parse_application(self.place.table.items[application_key(self.person.account.id, self.number)])
        assert found
        return found

    @property
    def document(self) -> Document:
        items = self.place.table.items.items()
        found = parse_document(next(item for key, item in items if "#DOCUMENT#" in key.sk))
        assert found
        return found

    def saves(self) -> None:
        file = self.file
        service = service_of(self.world, file)
        page = service.pages[0]
        wish = SavePage(seen=file.version, answers=dict(answers(page)))
        save_page(self.world, DraftEdit(file, service, page), wish, self.world.now)

    def adds(self) -> None:
        documents.add(self.world, self.person, self.number, AddDocument(slot="photograph"), self.world.now)

    def sends(self) -> None:
        self.place.post(self.document, upload_form(self.world, self.document, self.world.now, None).fields, FILE)

    def keeps(self) -> None:
        documents.confirm(self.world, self.person, self.number, self.document.id, self.world.now)

    def scanned(self) -> None:
        document = self.document
        assert document.upload
        scan = Scan(key=object_key(document), version=document.upload.version, verdict="NO_THREATS_FOUND")
        record_scan(self.world, scan, self.world.now)

    def submits(self) -> None:
        filing.submit(self.world, self.person, self.number, self.world.now)

    def taken(self) -> None:
        review.take(self.world, self.number, ANNE, self.world.now)

    def asked(self) -> None:
        review.ask(self.world, self.number, "Où ?", ANNE, self.world.now)

    def answers(self) -> None:
        question = self.file.questions[0].id
        information_requests.reply(self.world, self.person, self.number, question, "Ici.", self.world.now)

    def opens(self) -> None:
        review.open_file(self.world, self.number, Permission.APPLICATION_VIEW, ANNE, self.world.now)

    def approved_by(self, by: str) -> None:
        decide.decide(self.world, self.number, Decision.APPROVED, None, by, self.world.now)

    def approved(self) -> None:
        self.approved_by(ANNE)
        self.approved_by(BASIL)

    def shown(self) -> None:
        """Have the invoices shown."""
        at_its_time(self.place, 4 * DAY)
        reconcile.run(self.world, self.world.now)

    def pays(self) -> None:
        """Pay the registration, and let Stripe tell."""
        with_payments = next(
            each for each in invoices(self.world, self.person.account.id) if each.invoice.debt.event != "application"
        )
        page = pay(self.world, with_payments.invoice, PAYER, self.world.now).rpartition("/")[2]
        handle_event(self.world, self.place.payments, self.place.payments.paid(page), self.world.now)

    def told(self) -> None:
        """Let others learn of what is paid."""
        notify_all(self.world, invoice_paid_subscribers(), self.world.now)


COMPLETE = (Filer.saves, Filer.adds, Filer.sends, Filer.keeps, Filer.scanned)
FILED = (*COMPLETE, Filer.submits)
PAID = (*FILED, Filer.taken, Filer.approved, Filer.shown, Filer.pays)
Doing = Callable[[Filer], object]


def after(*doings: Doing, later: float = 0) -> Callable[[Place], Filer]:
    """Return what brings someone's file to the point, and lets days pass."""

    def prepared(place: Place) -> Filer:
        filer = Filer(place)
        for doing in doings:
            doing(filer)
        at_its_time(place, later * DAY)
        return filer

    return prepared


def case(before: tuple[Doing, ...], act: Doing, *again: str, later: float = 0) -> Case:
    return Case(after(*before, later=later), lambda _, filer: act(filer), again)


def begins(filer: Filer) -> None:
    service = filer.world.catalogue.service(ODD)
    assert service
    begin(filer.world, filer.person, service, "fr", filer.world.now)


def expired(filer: Filer) -> None:
    expire.run(filer.world, filer.world.now)


def unused_draft(place: Place) -> Filer:
    """Return a draft whose end is to be announced."""
    filer = Filer(place, PLAIN)
    at_its_time(place, 11 * DAY)  # 17 days, announced 6 days before
    return filer


def keeps_draft(place: Place, filer: Filer) -> None:
    drafts.keep(place.world, filer.number, token_of(place.mailbox.sent[-1]), now(place))


def announced_draft(place: Place) -> Filer:
    """Return one whose end is announced; its notice is the mail that was sent last."""
    filer = unused_draft(place)
    expires(place, None)
    mailed(place)
    return filer


def undelivered(place: Place) -> None:
    """Have a draft's end announced, but the mailbox refuses; the job has seen it."""
    unused_draft(place)
    expires(place, None)
    place.world.mailer = RefusingMailbox()
    sweep(place.world, now(place) + DAY)
    at_its_time(place, 4 * DAY)
    expires(place, None)


def acknowledges(place: Place, _: object) -> None:
    for each in list(list_undelivered(place.world)):
        acknowledge(place.world, each.account, each.about, "anne", now(place))


def shorter(place: Place) -> Filer:
    """Return a draft of someone, after the time that drafts are kept became shorter."""
    filer = Filer(place, PLAIN)
    policies = place.world.portal.policies
    drafts = policies.drafts.replace(kept="P9D")
    place.world.portal = place.world.portal.replace(policies=policies.replace(drafts=drafts))
    return filer


def silent(filer: Filer) -> None:
    """Let the scanner say nothing."""
    filer.place.files.verdicts.clear()


def left_behind(place: Place) -> None:
    """Have an account with a file that is over, whose end has come."""
    Filer(place)
    for days in (15, 4, 4):  # as in `cases.at_its_end`
        at_its_time(place, days * DAY)
        expires(place, None)
        mailed(place)
    at_its_time(place, 4 * DAY)


def followed(place: Place) -> None:
    """Have a shipment of which someone is mailed."""
    tell(place.world, WAY[:1])
    follow(place.world, SHIPMENT, member(place).account, now(place))


class Sender(Filer):
    """Staff who hand in what a third party sends for someone's draft."""

    def __init__(self, place: Place) -> None:
        place.world.catalogue = catalogue("example")
        super().__init__(place)
        work = UnitOfWork(self.world, self.world.now)
        put_application(work, self.file.replace(answers={"is_dangerous": "yes"}))
        work.commit()

    def hands_in(self) -> None:
        third_parties.add(self.world, self.number, AddDocument(slot="expertise"), ANNE, self.world.now)

    def keeps(self) -> None:
        third_parties.confirm(self.world, self.number, self.document.id, ANNE, self.world.now)

    def takes_back(self) -> None:
        third_parties.remove(self.world, self.number, self.document.id, ANNE, self.world.now)

    def looks(self) -> None:
        third_parties.view_expected(self.world, self.number, ANNE, self.world.now)


def for_third(*doings: Callable[[Sender], object]) -> Callable[[Place], Sender]:
    def prepared(place: Place) -> Sender:
        sender = Sender(place)
        for doing in doings:
            doing(sender)
        return sender

    return prepared


FILES = {
    "look at what is expected": Case(for_third(), lambda _, s: s.looks(), (TRAIL,)),
    "hand in for a third party": Case(for_third(), lambda _, s: s.hands_in(), (NUMBER, TRAIL)),
    "keep what a third party sent": Case(for_third(Sender.hands_in, Sender.sends), lambda _, s: s.keeps()),
    "take back what a third party sent": Case(
        for_third(Sender.hands_in, Sender.sends, Sender.keeps), lambda _, s: s.takes_back()
    ),
    "remove what an account leaves": Case(left_behind, expires),
    "wait for a scanner that says nothing": case((*COMPLETE[:4], silent), expired, later=0.5),
    "tell of a shipment": Case(lambda p: tell(p.world, WAY[:1]), lambda p, _: tell(p.world, WAY[1:])),
    "tell of a milestone": Case(followed, lambda p, _: tell(p.world, WAY[1:])),
    "let a system in": Case(lambda _: None, lambda p, _: key(p.world)),
    "begin": case((), begins, NUMBER, "DRAFTS", "REVIEW#", "LOOKUP", TRAIL),
    "save": case((), Filer.saves),
    "make room for a document": case((Filer.saves,), Filer.adds, NUMBER),
    "keep a document": case(COMPLETE[:3], Filer.keeps),
    "scan it": case(COMPLETE[:4], Filer.scanned),
    "take it back": case(COMPLETE, lambda f: documents.remove(f.world, f.person, f.number, f.document.id, f.world.now)),
    "clear away what nobody used": case(COMPLETE[:2], expired, later=1),
    "ask the scanner that is silent": case(COMPLETE[:4], expired, later=0.5),
    "submit": case(COMPLETE, Filer.submits),
    "withdraw": case(COMPLETE, lambda f: filing.withdraw(f.world, f.person, f.number, f.world.now)),
    "let a draft lapse": case(COMPLETE, expired, later=6),
    "announce a draft's end": Case(unused_draft, expires),
    "keep a draft": Case(announced_draft, keeps_draft),
    "look at a file": case(FILED, Filer.opens, TRAIL),
    "take it in hand": case(FILED, Filer.taken),
    "ask": case((*FILED, Filer.taken), Filer.asked),
    "remind": case((*FILED, Filer.taken, Filer.asked), lambda f: remind.run(f.world, f.world.now), later=5),
    "answer": case((*FILED, Filer.taken, Filer.asked), Filer.answers),
    "note": case(FILED, lambda f: notes.write_note(f.world, f.number, "x", ANNE, f.world.now), NUMBER, TRAIL),
    "open a document": case(
        FILED, lambda f: review_documents.open_document(f.world, f.number, f.document.id, ANNE, f.world.now), TRAIL
    ),
    "judge a document": case(
        (*FILED, Filer.taken),
        lambda f: review_documents.judge(f.world, f.number, f.document.id, None, ANNE, f.world.now),
        TRAIL,
    ),
    "propose": case((*FILED, Filer.taken), lambda f: f.approved_by(ANNE)),
    "decide": case((*FILED, Filer.taken, lambda f: f.approved_by(ANNE)), lambda f: f.approved_by(BASIL)),
    "show the invoices": case(
        (*FILED, Filer.taken, Filer.approved), lambda f: reconcile.run(f.world, f.world.now), later=4
    ),
    "pay": case(PAID[:-1], Filer.pays),
    "tell of what is paid": case(PAID, Filer.told),
    "know of a notice that did not arrive": Case(undelivered, acknowledges),
    "review by a shorter policy": Case(
        shorter, lambda p, f: schedule_all(p.world, [application_key(f.person.account.id, f.number)])
    ),
    "cancel a review": case(FILED, expired, later=5),
    "register": case((*PAID, Filer.told), expired, later=6),
}
