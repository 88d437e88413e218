"""What holds of money after every schedule: nothing lost, nothing doubled (REQUIREMENTS M1-M4; SECURITY REL07)."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.cloud.table import Item, Key
from tests.faults.affairs import emails, files_of, reached
from tests.faults.place import ALONE
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
    debts = [item["debt"] for item in _rows(schedule, "INVOICE#").values()]
    owed = Counter((debt["about"], debt["event"]) for debt in debts if debt["event"] != "other")  # by hand
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
    back = sum(refund["cents"] for refund in _refunds(schedule) if refund["state"] == "done" and "by" in refund)
    sums = {came - went, entered, counted, sum(_total(invoice) for invoice in paid.values()) - back}
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
    """Who is approved and has paid, or need not, is registered in the end, and nobody else."""
    paid = {
        item["debt"]["about"]
        for item in _rows(schedule, "INVOICE#").values()
        if item["debt"]["event"] == "registration" and item["state"] in ("paid", "waived")
    }
    registered = {key.sk for key, file in files_of(schedule).items() if "registered" in reached(file)}
    if paid != registered:
        yield f"paid {paid}, registered {registered}"


def _paid(schedule: Schedule) -> list[str]:
    return sorted(item["number"] for item in _rows(schedule, "INVOICE#").values() if item["state"] == "paid")


def _refunds(schedule: Schedule) -> list[Item]:
    return [item for key, item in schedule.table.items.items() if "#REFUND#" in key.sk]


def _gave_back_too_much(schedule: Schedule) -> Iterator[str]:
    """The refunds of a payment that stand come to no more than was paid, and Stripe sends back no more."""
    standing: Counter[str] = Counter()
    for refund in _refunds(schedule):
        if refund["state"] in ("proposed", "asked", "done"):
            standing[refund["payment"]] += refund["cents"]
    paid = {item["id"]: item["cents"] for key, item in schedule.table.items.items() if "#PAYMENT#" in key.sk}
    yield from (f"{cents} of {paid[id_]} are to go back" for id_, cents in standing.items() if cents > paid[id_])
    payments, sent = schedule.place.payments, Counter[str]()
    for reference, cents in payments.refunds.values():
        sent[reference] += cents
    for reference, cents in sent.items():
        if cents > payments.pages[reference.replace("pi_", "cs_")].cents:
            yield f"{cents} of {reference} went back"


def _taken_alone(schedule: Schedule) -> Iterator[str]:
    """What goes back, and what is taken off beyond the portal's amount, two of the staff want."""
    for refund in _refunds(schedule):
        if refund["state"] in ("asked", "done", "refused") and refund.get("by", "") == refund.get("answered_by"):
            yield f"{refund['by']} gave {refund['cents']} back alone"
    said = {item["about"]: item["by"] for item in _closings(schedule)}
    for versions in _invoices_over_time(schedule).values():
        yield from _wrongly_credited(versions[-1])
        for before, after in pairwise(versions):
            is_closed = after["state"] in ("waived", "cancelled") and before["state"] != after["state"]
            if is_closed and not _wanted_by_two(before, said[f"INVOICE#{after['id']}"]):
                yield f"{after['state']} alone: {_total(before)}"


def _wrongly_credited(invoice: Item) -> Iterator[str]:
    credits_ = invoice.get("credits", [])
    alone = -sum(_line(each["line"]) for each in credits_ if not each.get("agreed_by"))
    if alone > ALONE or any(each.get("agreed_by") == each["by"] for each in credits_):
        yield f"credited alone: {alone}"


def _wanted_by_two(before: Item, by: str) -> bool:
    """Tell whether an invoice that somebody closed was proposed to be by another one, or comes to little."""
    proposal = before.get("proposal")
    return proposal["by"] != by if proposal else sum(map(_line, before["lines"])) <= ALONE


def _invoices_over_time(schedule: Schedule) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = {}
    for key, item in schedule.table.history:
        if item and key.sk.startswith("INVOICE#") and "#" not in key.sk[8:]:
            found.setdefault(key, []).append(item)
    return found


def _closings(schedule: Schedule) -> Iterator[Item]:
    """Yield what the trail says of each invoice that was waived or cancelled."""
    for key, item in schedule.table.history:
        if item and key.sk.startswith("ACTIVITY#") and item["kind"] in ("invoice-waived", "invoice-cancelled"):
            yield item


def _total(invoice: Item) -> int:
    lines = [*invoice["lines"], *(each["line"] for each in invoice.get("credits", []))]
    return sum(map(_line, lines))


def _line(line: Item) -> int:
    return int(line["cents"]) + sum(int(tax["cents"]) for tax in line["taxes"])


RULES = (
    _owed_wrongly,
    _came_and_went,
    _numbered_wrongly,
    _not_registered,
    _gave_back_too_much,
    _taken_alone,
)
