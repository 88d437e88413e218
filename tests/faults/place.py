"""Where a random schedule happens: a portal of short terms with all that it needs, and the events that it causes."""

from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache, partial
from random import Random
from typing import Any

from chalicelib.accounts.actions.email_delivery import apply_delivery_event
from chalicelib.billing.actions.invoice_paid import notify
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.cloud.table import Item, Key
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.model import Document, Scan
from chalicelib.documents.storage import object_key
from chalicelib.forms.catalogue import Catalogue
from chalicelib.forms.service import Eligibility
from chalicelib.outbox.model import DeliveryEvent, EmailState
from chalicelib.outbox.sender import deliver_row
from chalicelib.portal import loader
from chalicelib.portal.admission import AccessCodePolicy
from chalicelib.portal.fees import load_fees
from chalicelib.portal.model import Portal
from chalicelib.wiring import invoice_paid_subscribers
from tests.faults.clouds import FaultyFiles, FaultyMailbox, FaultyTable, LivingTable, Weather
from tests.support.applications import EXAMPLES, catalogue
from tests.support.billing import MemoryArchive, MemoryPayments
from tests.support.files import Version
from tests.support.world import World

Event = Callable[[datetime], object]
SECOND = timedelta(seconds=1)
fees = cache(load_fees)

# What the mail service tells of an email, each as likely as any other.
FATES = (
    *[(EmailState.DELIVERED,)] * 14,
    (EmailState.DELAYED, EmailState.DELIVERED),
    (EmailState.DELAYED, EmailState.RETURNED),
    (EmailState.RETURNED,),
    (EmailState.DELIVERED, EmailState.COMPLAINED),
    (EmailState.BOUNCED,),
)
ALONE = 3_00  # cents that one person of finance may take off an invoice: less than any fee
CODES = AccessCodePolicy(use="shared", most_people=3)


@cache
def portal() -> Portal:
    """Return the example with its short terms, but usual mail, sessions and locks: clocks are off here.

    Some of its accounts are shared.
    """
    example, usual = loader.load("example", EXAMPLES), loader.load("citizen-account").policies
    same = {"mail": usual.mail, "session": usual.session, "lockout": usual.lockout}
    billing = example.policies.billing.replace(alone_up_to=ALONE)
    return example.replace(policies=example.policies.replace(access_codes=CODES, billing=billing, **same))


@cache
def services() -> Catalogue:
    """Return a service with a fee, two eyes more and drafts of its own term, and one whose drafts' end is announced."""
    odd, odder = catalogue("example").service("odd-permit"), catalogue("example").service("odder-permit")
    assert odd
    assert odder
    costly = odd.replace(pages=odd.pages[:1], documents=odd.documents[:1], registers=True)
    plain = odder.replace(eligibility=Eligibility(audiences=("person",)))
    return Catalogue({costly.key: costly, plain.key: plain}, {})


class Place:
    """`events` are what has happened and no function has taken in yet: some get lost, some come twice, any order.

    `heard` is what was told of emails, and noted; `asked_again` how often people asked for which email once more;
    `wrongs` what was seen to happen that never may.
    """

    def __init__(self, chance: Random, weather: Weather | None = None, table: LivingTable | None = None) -> None:
        self.chance, self.weather = chance, weather or Weather(chance)
        self.table: LivingTable = table or FaultyTable(chance, self.weather)
        self.world = World(portal(), self.table)
        self.mailbox = FaultyMailbox(self.weather, lambda: self.world.now, self._report)
        self.heard: list[DeliveryEvent] = []
        self.asked_again: Counter[str] = Counter()
        self.files = FaultyFiles(self.weather)
        self.payments, self.archive = MemoryPayments(), MemoryArchive()
        self.payments.trouble = self.archive.trouble = self.weather.strikes
        self.events: list[Event] = []
        self.wrongs: list[str] = []
        self._furnish()

    def _furnish(self) -> None:
        world = self.world
        world.mailer, world.files, world.catalogue = self.mailbox, self.files, services()
        world.fees, world.payments, world.archive = fees("example", EXAMPLES), self.payments, self.archive

    def accounts(self) -> list[Item]:
        return [item for key, item in self.table.items.items() if key.sk == "ACCOUNT"]

    def is_member(self, email: str) -> bool:
        return any(item["email"] == email and item["state"] == "active" for item in self.accounts())

    def outside(self) -> tuple[Any, ...]:
        """Return a copy of all that lies elsewhere than in the table."""
        files, payments = self.files, self.payments
        stripe = (payments.pages, payments.became, payments.refunds)
        return deepcopy((files.versions, files.verdicts, *stripe, self.archive.papers, self.mailbox.sent))

    def put_back(self, outside: tuple[Any, ...]) -> None:
        """Let it be there again as it was."""
        files, payments = self.files, self.payments
        files.versions, files.verdicts, *stripe, self.archive.papers, self.mailbox.sent = deepcopy(outside)
        payments.pages, payments.became, payments.refunds = stripe

    # --- what people do elsewhere ---

    def sent(self, document: Document) -> Version | None:
        return self.files.newest(object_key(document))

    def post(self, document: Document, form: dict[str, str], content: bytes) -> None:
        """Send a file to the bucket; the scanner notes its verdict, and tells of it."""
        version = self.files.post(form, "Photo.pdf", content)
        self.files.verdicts[version] = "NO_THREATS_FOUND"
        scan = Scan(key=object_key(document), version=version, verdict="NO_THREATS_FOUND")
        self.events.append(lambda now: _ignored(record_scan(self.world, scan, now)))

    def pay(self, session: str) -> None:
        """Pay on Stripe's page, unless it is closed or paid; Stripe tells of it."""
        if session not in self.payments.became:
            notice = self.payments.paid(session)
            self.events.append(lambda now: _ignored(handle_event(self.world, self.payments, notice, now)))

    def let_pages_end(self) -> None:
        """Close the pages on which nobody paid, as Stripe does in the end."""
        for session in self.payments.pages:
            self.payments.close(session)

    # --- what the mail service tells ---

    def _report(self, email: str) -> None:
        """Let the mail service tell what becomes of an email: in quiet weather, it arrives."""
        fate = FATES[0] if self.weather.is_calm else self.chance.choice(FATES)
        told = [
            DeliveryEvent(email_id=email, state=state, at=self.world.now + SECOND * n)
            for n, state in enumerate(fate, 1)
        ]
        self.events += [partial(self._hear, each) for each in told]

    def _hear(self, told: DeliveryEvent, now: datetime) -> None:
        apply_delivery_event(self.world, told, now)
        self.heard.append(told)

    # --- what the stream tells ---

    def collect(self) -> None:
        """Let the stream tell of what was written since."""
        self.events += [self._told(key) for key in self.table.new]
        self.table.new.clear()

    def _told(self, key: Key) -> Event:
        if key.sk == "INVOICE_PAID":
            return lambda now: notify(self.world, key, invoice_paid_subscribers(), now)
        return lambda now: deliver_row(self.world, key, self.closely(now))

    def closely(self, now: datetime) -> datetime:
        """Return a time by which leases hold: two minutes outlast clocks that are half a minute off."""
        return self.world.now + timedelta(seconds=round((now - self.world.now).total_seconds() / 10))

    def collect_rubbish(self, late: timedelta | None) -> None:
        """Let TTL take what it may: late, or never where that is None (SECURITY REL19, REL20)."""
        if late is not None:
            self.table.remove_expired(self.world.now - late)


def about(template: str, to: str, data: Mapping[str, str | int]) -> str:
    """Return what tells one email from others: an email that is sent again is about the same."""
    return f"{template} to {to} {sorted(data.items())}"


def _ignored(_: object) -> None:
    """Take no interest in what an action returns."""
