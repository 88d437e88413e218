"""What holds after every schedule, whatever went wrong (REQUIREMENTS E1-E3, F11; SECURITY REL01-REL29)."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from chalicelib.cloud.clock import from_iso
from chalicelib.cloud.table import Item, Key
from chalicelib.portal.terms import Term
from chalicelib.retention.model import Notice
from chalicelib.wiring import keeps_account
from tests.faults import access, affairs, money, post
from tests.faults.clouds import FaultyMailbox, Sent
from tests.faults.endings import announced, ends
from tests.faults.schedule import Schedule

SKEW = timedelta(minutes=10)  # between two clocks that are each five minutes off
NEVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=400)
LIVE = (
    "ACCOUNT",
    "APPLICATION#",
    "REVIEW#",
    "REGISTRATION#",
    "PROFILE",
    "INVOICE#",
    "RECEIPT#",
    "INVOICE_PAID",
)  # rows that have duties


def broken(schedule: Schedule) -> list[str]:
    """Return what does not hold, in words; nothing is what it should be."""
    rules: tuple[Callable[[Schedule], Iterator[str]], ...] = (
        _doubled,
        _announced_again,
        _announced_to_the_active,
        _ended_too_early,
        _not_ended,
        _left_over,
        _rubbish,
        _lost,
        *access.RULES,
        *affairs.RULES,
        *money.RULES,
        *post.RULES,
    )
    return [f"{rule.__name__}: {found}" for rule in rules for found in rule(schedule)]


# --- nothing twice ---


def _doubled(schedule: Schedule) -> Iterator[str]:
    """An email comes twice only where something went wrong after it had been taken."""
    for sends in _by_email(schedule.place.mailbox).values():
        for first, again in pairwise(sends):
            if again.faults == first.faults:
                yield f"email {first.email_id} came again at {again.at}"


def _announced_again(schedule: Schedule) -> Iterator[str]:
    """The row of an effect is written once."""
    written = Counter(key for key, item in schedule.table.history if item and key.sk.startswith("NOTICE#"))
    yield from (f"{key.sk} {count} times" for key, count in written.items() if count > 1)


# --- nothing early ---


def _ended_too_early(schedule: Schedule) -> Iterator[str]:
    """Whatever ended was not used for its time, and was announced as often as the policy says."""
    for end in ends(schedule):
        term = _term(schedule, end.key)
        if end.at < term.kept.after(end.used, schedule.world.portal.zone) - SKEW:
            yield f"{end.key.sk} at {end.at}, used {end.used}"
        if len(end.notices) != len(term.notices):
            yield f"{end.key.sk} at {end.at} after {len(end.notices)} notices"
        for notice, ahead in zip(end.notices, term.notices, strict=False):
            if end.at < ahead.after(_went_out(schedule, notice), schedule.world.portal.zone) - SKEW:
                yield f"{end.key.sk} at {end.at}, too soon after the notice of {notice.sent_at}"


def _went_out(schedule: Schedule, notice: Notice) -> datetime:
    """Return when a notice was in the mail: never, where it was not, and staff were not told so."""
    if notice.acknowledged_by:
        return notice.sent_at
    sent = _by_email(schedule.place.mailbox).get(notice.email_id)
    return sent[0].at if sent else NEVER


def _term(schedule: Schedule, key: Key) -> Term:
    policies = schedule.world.portal.policies
    if key.sk == "ACCOUNT":
        assert policies.retention.accounts
        return policies.retention.accounts
    service = next(item["service"] for at, item in schedule.table.history if at == key and item)
    own = schedule.world.catalogue.service(service)
    assert own
    return Term(kept=own.drafts_kept) if own.drafts_kept else policies.drafts


def _announced_to_the_active(schedule: Schedule) -> Iterator[str]:
    """No end is announced to someone who did something since it was decided."""
    used: dict[Key, str] = {}
    seen: set[str] = set()
    for key, item in schedule.table.history:
        if item and (use := item.get("last_active_at" if key.sk == "ACCOUNT" else "saved_at")):
            used[key] = use
        for about, notices in announced(key, item).items() if item else ():
            news = [each for each in notices if each.email_id not in seen]
            seen |= {each.email_id for each in news}
            yield from (f"{about.sk} at {each.sent_at}" for each in news if each.since != from_iso(used[about]))


# --- nothing left undone, nothing left over ---


def _not_ended(schedule: Schedule) -> Iterator[str]:
    """After months in which nobody did anything, only who has a file under way, or owes, has an account."""
    for key, item in schedule.table.items.items():
        if item.get("state") in ("draft", "pending", "expected"):
            yield f"{key.sk} is still {item['state']}"
        if key.sk == "ACCOUNT" and not any(keeps(schedule.world, item["id"]) for keeps in keeps_account()):
            yield f"{key.pk}, used {item['last_active_at']}"


def _left_over(schedule: Schedule) -> Iterator[str]:
    """Of who was removed, nothing is left that TTL does not collect, but the tombstone and the books."""
    gone = [key.pk.removeprefix("TOMBSTONE#") for key in schedule.table.items if key.sk == "TOMBSTONE"]
    left = {key: item for key, item in schedule.table.items.items() if not _stays(key, item)}
    texts = {key: f"{item}" for key, item in left.items()}
    for account in gone:
        named = re.compile(rf"(?<!\w){account}")  # an id, and not a part of a secret
        yield from (f"{key}" for key, text in texts.items() if named.search(text))
    yield from (f"file {key}" for account in gone for key, _ in schedule.place.files.versions if account in key)
    reviewed = f"{[item for key, item in left.items() if key.sk.startswith('REVIEW#')]}"
    yield from (f"{key}" for key in left if key.sk == "OUTBOX" and key.pk.removeprefix("OUTBOX#") not in reviewed)


def _stays(key: Key, item: Item) -> bool:
    """Tell whether a row may be there although nobody needs it: what TTL collects, and what the law wants kept."""
    books = ("INVOICE#", "RECEIPT#")
    return (
        "ttl" in item
        or key.sk in ("TOMBSTONE", "INVOICE_PAID", "VERIFICATION")
        or key.sk.startswith(books)
        or key.pk.startswith("BILLING-ALERT#")
        or _finds(key, books)
    )


def _finds(key: Key, books: tuple[str, ...]) -> bool:
    return key.sk == "LOOKUP" and key.pk.startswith(books)


def _rubbish(schedule: Schedule) -> Iterator[str]:
    """Nothing that has a duty ever had a TTL (SECURITY REL20)."""
    yield from (
        f"{key.sk}" for key, item in schedule.table.history if item and "ttl" in item and key.sk.startswith(LIVE)
    )


def _lost(schedule: Schedule) -> Iterator[str]:
    """Every email went out, or is known not to have, or was called off."""
    last = dict(schedule.table.history)
    for key, item in last.items():
        if key.sk == "OUTBOX" and item and item["state"] == "waiting":
            yield f"{item['template']} of {item['created_at']}"


def _by_email(mailbox: FaultyMailbox) -> dict[str, list[Sent]]:
    found: dict[str, list[Sent]] = {}
    for each in mailbox.sent:
        found.setdefault(each.email_id, []).append(each)
    return found
