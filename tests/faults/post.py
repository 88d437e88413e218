"""What holds of mail and of shared codes after every schedule (REQUIREMENTS A7, X4; SECURITY REL13, REL14, SEC38)."""

from collections import Counter
from collections.abc import Iterator

from chalicelib.accounts.storage import ACCOUNT, MEMBER
from chalicelib.cloud.table import Item, Key
from chalicelib.outbox.model import WENT_OUT, EmailState
from chalicelib.outbox.storage import PREFIX, mailbox_id, mailbox_key, outbox_key
from tests.faults.affairs import emails
from tests.faults.endings import ends
from tests.faults.place import CODES
from tests.faults.schedule import Schedule

RANKS = [state.value for state in EmailState]  # they are declared in this order


def _emails_over_time(schedule: Schedule) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = {}
    for key, item in schedule.table.history:
        if key.pk.startswith(PREFIX) and item:
            found.setdefault(key, []).append(item)
    return found


def _went_back(schedule: Schedule) -> Iterator[str]:
    """What is known of an email only grows, and what was told of it stays known."""
    for key, email in _emails_over_time(schedule).items():
        ranks = [RANKS.index(each["state"]) for each in email]
        if ranks != sorted(ranks):
            yield f"{key.pk} went {[each['state'] for each in email]}"
    for told in schedule.place.heard:
        known = schedule.table.items.get(outbox_key(told.email_id))
        if known and RANKS.index(known["state"]) < RANKS.index(told.state):
            yield f"{told.email_id} was told to be {told.state}, and is {known['state']}"


def _sent_to_the_shut(schedule: Schedule) -> Iterator[str]:
    """Nobody takes an email in hand that goes to an address that takes none, but to try it."""
    shut: set[Key] = set()
    tries: Counter[Key] = Counter()
    for key, item in schedule.table.history:
        if key.sk == "MAILBOX":
            (shut.add if item and "shut" in item else shut.discard)(key)
        if item and key.sk == "OUTBOX" and item["attempts"] > tries[key]:
            tries[key] = item["attempts"]
            if not item["is_test"] and mailbox_key(mailbox_id(schedule.world.keyring, item["to"])) in shut:
                yield f"{item['template']} to {item['to']}"


def _unmarked(schedule: Schedule) -> Iterator[str]:
    """An account says that mail does not reach it exactly where its address takes none; staff know of all that."""
    items = schedule.table.items
    for item in [item for key, item in items.items() if key.sk == ACCOUNT]:
        mailbox = items.get(mailbox_key(mailbox_id(schedule.world.keyring, item["email"])), {})
        if ("shut" in mailbox) != ("unreachable_since" in item):
            yield f"{item['email']}: {mailbox}, {item.get('unreachable_since')}"
    yield from (f"{item}" for key, item in items.items() if key.sk == "MAILBOX" and "queue" in item)


def _ended_unread(schedule: Schedule) -> Iterator[str]:
    """Nothing ends while one of its notices is known not to have arrived, and staff don't know (SECURITY REL14)."""
    for end in ends(schedule):
        before = {key: item for key, item in schedule.table.history[: end.write] if item and key.sk == "OUTBOX"}
        for notice in end.notices:
            state = before[outbox_key(notice.email_id)]["state"]
            if state not in WENT_OUT and not notice.acknowledged_by:
                yield f"{end.key.sk} at {end.at}: its notice was {state}"


def _miscounted(schedule: Schedule) -> Iterator[str]:
    """As many share an account as it says, never too many, and one of them at least may bring in others."""
    accounts = {key.pk: item for key, item in schedule.table.items.items() if key.sk == ACCOUNT}
    shared = {item["id"] for _, item in schedule.table.history if item and item.get("people")}
    people: dict[str, list[Item]] = {}
    for key, item in schedule.table.items.items():
        if key.sk.startswith(MEMBER):
            people.setdefault(key.pk, []).append(item)
    for account, item in accounts.items():
        here = people.get(account, [])
        if item["people"] != len(here) or len(here) > CODES.most_people:
            yield f"{item['email']} says {item['people']} of {[each['name'] for each in here]}"
        if item["id"] in shared and not any(each["is_administrator"] for each in here):
            yield f"{item['email']} has nobody who brings in others"


def _brought_in_wrongly(schedule: Schedule) -> Iterator[str]:
    """Each who was brought in was told so, once."""
    rows = {item["id"]: item for key, item in schedule.table.history if item and key.sk.startswith(MEMBER)}
    came = Counter(item["email"] for item in rows.values() if item["name"] in ("noa", "lou"))
    told = Counter(item["to"] for item in emails(schedule) if item["template"] == "colleague-added")
    if came != told:
        yield f"came {came}, told {told}"


RULES = (
    _went_back,
    _sent_to_the_shut,
    _unmarked,
    _ended_unread,
    _miscounted,
    _brought_in_wrongly,
)
