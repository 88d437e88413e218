"""What holds of money after every schedule: nothing lost, nothing doubled (REQUIREMENTS M1-M4; SECURITY REL07)."""

from collections import Counter
from collections.abc import Iterator

from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.cloud.table import Item, Key
from tests.faults.affairs import emails, files_of, reached
from tests.faults.schedule import Schedule

COSTLY = "odd-permit"  # asks a fee for each application, and one for each registration


def _rows(schedule: Schedule, prefix: str) -> dict[Key, Item]:
    """Return the rows whose sort keys begin so, but for those that lie behind them."""
    return {
        key: item
        for key, item in schedule.table.items.items()
        if key.sk.startswith(prefix) and "#" not in key.sk[len(prefix) :]
    }


def _owed_wrongly(schedule: Schedule) -> Iterator[str]:
    """What is filed owes its fee, and what is approved owes its registration: once, and nobody owes anything else."""
    owed = Counter((item["debt"]["about"], item["debt"]["event"]) for item in _rows(schedule, "INVOICE#").values())
    costly = {key.sk: reached(file) for key, file in files_of(schedule).items() if file[0]["service"] == COSTLY}
    filed = {(about, "application") for about, states in costly.items() if "submitted" in states}
    approved = {(about, "registration") for about, states in costly.items() if "approved" in states}
    if owed != dict.fromkeys(filed | approved, 1):
        yield f"{dict(owed)}, filed {filed}, approved {approved}"


def _came_and_went(schedule: Schedule) -> Iterator[str]:
    """Stripe holds what the paid invoices come to, the journal says so too, and each has one receipt and its paper."""
    payments = schedule.place.payments
    came = sum(payments.pages[at].cents for at, told in payments.became.items() if told is PaymentOutcome.SUCCEEDED)
    went = sum(cents for _, cents in payments.refunds.values())
    paid = {item["number"]: item for item in _rows(schedule, "INVOICE#").values() if item["state"] == "paid"}
    entered = sum(item["cents"] for key, item in schedule.table.items.items() if key.pk.startswith("LEDGER#"))
    counted = sum(
        item.get("came", 0) - item.get("went", 0)
        for key, item in schedule.table.items.items()
        if key.pk.startswith("TALLY#journal#")
    )
    sums = {came - went, entered, counted, sum(_total(invoice) for invoice in paid.values())}
    if len(sums) > 1:
        yield f"came {came}, went {went}, entered {entered}, counted {counted}, paid {[*paid]}"
    receipts = sorted(item["number"] for item in _rows(schedule, "RECEIPT#").values())
    if receipts != sorted(paid) or len(schedule.place.archive.papers) != len(paid):
        yield f"receipts {receipts}, paid {sorted(paid)}, papers {[*schedule.place.archive.papers]}"


def _numbered_wrongly(schedule: Schedule) -> Iterator[str]:
    """Invoices that were shown have numbers without a gap (SECURITY SEC56), and were told once."""
    shown = sorted(item["number"] for item in _rows(schedule, "INVOICE#").values() if "number" in item)
    counts = Counter(number[:4] for number in shown)
    if shown != [f"{year}-{number:06}" for year, count in sorted(counts.items()) for number in range(1, count + 1)]:
        yield f"{shown}"
    for template, numbers in (("invoice-issued", shown), ("payment-received", _paid(schedule))):
        told = sorted(str(item["data"]["number"]) for item in emails(schedule) if item["template"] == template)
        if told != numbers:
            yield f"{template} told {told} of {numbers}"


def _not_registered(schedule: Schedule) -> Iterator[str]:
    """Who is approved and has paid is registered in the end, and nobody else."""
    paid = {
        item["debt"]["about"]
        for item in _rows(schedule, "INVOICE#").values()
        if (item["debt"]["event"], item["state"]) == ("registration", "paid")
    }
    registered = {key.sk for key, file in files_of(schedule).items() if "registered" in reached(file)}
    if paid != registered:
        yield f"paid {paid}, registered {registered}"


def _paid(schedule: Schedule) -> list[str]:
    return sorted(item["number"] for item in _rows(schedule, "INVOICE#").values() if item["state"] == "paid")


def _total(invoice: Item) -> int:
    return sum(line["cents"] + sum(tax["cents"] for tax in line["taxes"]) for line in invoice["lines"])


RULES = (_owed_wrongly, _came_and_went, _numbered_wrongly, _not_registered)
