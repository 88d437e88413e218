"""What holds of people's affairs after every schedule: accounts, files and documents (REQUIREMENTS A4, F3-F11)."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from chalicelib.applications.model import ApplicationState
from chalicelib.applications.rules.lifecycle import NEXT, UNDER_REVIEW
from chalicelib.cloud.table import Item, Key
from chalicelib.outbox.model import EmailState
from tests.faults.place import about
from tests.faults.schedule import Schedule

ONCE = {  # emails of which there is one for each file that came to the state
    "application-submitted": "submitted",
    "draft-expired": "expired",
    "registration-final": "registered",
}


def files_of(schedule: Schedule) -> dict[Key, list[Item]]:
    """Return each application as it was over time."""
    found: dict[Key, list[Item]] = {}
    for key, item in schedule.table.history:
        if key.pk.startswith("ACCOUNT#") and key.sk.startswith("APPLICATION#") and key.sk.count("#") == 1 and item:
            found.setdefault(key, []).append(item)
    return found


def reached(file: list[Item]) -> set[str]:
    """Return the states that a file ever came to; that it became a registration counts as one."""
    return {each["state"] for each in file} | {"registered" for each in file if "registered_at" in each}


def emails(schedule: Schedule) -> Iterator[Item]:
    """Yield every email that was ever enqueued, as it was then, but for those that people asked for once more."""
    asked_again, seen = schedule.place.asked_again.copy(), set()
    for key, item in schedule.table.history:
        if item is None or key.sk != "OUTBOX" or item["attempts"] or item["state"] != EmailState.WAITING:
            continue
        what = about(item["template"], item["to"], item["data"])
        if what in seen and asked_again[what]:
            asked_again[what] -= 1
            continue
        seen.add(what)
        yield item


def _moved_wrongly(schedule: Schedule) -> Iterator[str]:
    """A file goes from state to state as it may, each write counts up, and nothing is answered after it was filed."""
    for key, file in files_of(schedule).items():
        for before, after in pairwise(file):
            states = ApplicationState(before["state"]), ApplicationState(after["state"])
            if states[0] is not states[1] and states[1] not in NEXT[states[0]]:
                yield f"{key.sk} from {states[0]} to {states[1]}"
            if after["version"] != before["version"] + 1:
                yield f"{key.sk} version {before['version']} became {after['version']}"
            if ApplicationState.DRAFT not in states and after["answers"] != before["answers"]:
                yield f"{key.sk} was changed after it was filed"


def _gone(schedule: Schedule) -> Iterator[str]:
    """What is under way is there, with its account, however long nothing happens (REQUIREMENTS F11)."""
    for key, file in files_of(schedule).items():
        if ApplicationState(file[-1]["state"]) in UNDER_REVIEW:
            yield from (f"{at}" for at in (key, Key(key.pk, "ACCOUNT")) if at not in schedule.table.items)


def _told_wrongly(schedule: Schedule) -> Iterator[str]:
    """Each email that tells of a step is enqueued once for each file that took it."""
    enqueued = Counter((item["template"], item["data"].get("number")) for item in emails(schedule))
    for template, state in ONCE.items():
        took = {key.sk.partition("#")[2] for key, file in files_of(schedule).items() if state in reached(file)}
        told = {number: count for (name, number), count in enqueued.items() if name == template}
        if told != dict.fromkeys(took, 1):
            yield f"{template}: {told}, {state}: {sorted(took)}"


def _registered_wrongly(schedule: Schedule) -> Iterator[str]:
    """Each file that was registered has one registration, written in the same change; no other file has one."""
    registered = {
        Key(key.pk, key.sk.partition("#")[2])
        for key, file in files_of(schedule).items()
        if "registered" in reached(file)
    }
    written = Counter(
        Key(key.pk, key.sk.partition("#")[2])
        for key, item in schedule.table.history
        if item and key.sk.startswith("REGISTRATION#")
    )
    if written != dict.fromkeys(registered, 1):
        yield f"registered {sorted(registered)}, registrations {written}"


def _papers_lost(schedule: Schedule) -> Iterator[str]:
    """What was filed has its documents, and each document that can be opened has its file."""
    for key, item in schedule.table.items.items():
        if "#DOCUMENT#" in key.sk and item.get("kept") and item["state"] in ("clean", "accepted", "refused"):
            number = key.sk.split("#")[1]
            path = f"kept/{key.pk.removeprefix('ACCOUNT#')}/APPLICATION/{number}/{item['id']}"
            if schedule.place.files.newest(path) is None:
                yield path


def _shared(schedule: Schedule) -> Iterator[str]:
    """An address belongs to one account, and an account that can be signed in to has its address."""
    accounts = [item for key, item in schedule.table.items.items() if key.sk == "ACCOUNT"]
    held = {item["account"] for key, item in schedule.table.items.items() if key.sk == "IDENTIFIER"}
    several = Counter(item["email"] for item in accounts)
    yield from (f"{email} has {count} accounts" for email, count in several.items() if count > 1)
    yield from (f"{item['id']} has no address" for item in accounts if item["id"] not in held)


def _counted_wrongly(schedule: Schedule) -> Iterator[str]:
    """The tally says what waits in each queue, and the caseloads hold what somebody has."""
    items = schedule.table.items
    waits = Counter(str(item["queue"]) for item in items.values() if item.get("queue", "").startswith("applications#"))
    counted: Counter[str] = Counter()
    for key, item in items.items():
        if key.pk == "TALLY#applications":
            part = f"applications#{key.sk.rpartition('#')[0]}"
            counted.update({f"{part}#{name}": item[name] for name in item.keys() - {"pk", "sk"}})
    if waits != Counter({queue: number for queue, number in counted.items() if number}):
        yield f"{dict(waits)} wait, counted {dict(counted)}"
    has = {(item["assignee"], item["number"]) for item in items.values() if "#taken" in item.get("queue", "")}
    caseloads = {
        (key.pk.removeprefix("CASELOAD#"), key.sk.rpartition("#")[2]) for key in items if key.pk.startswith("CASELOAD#")
    }
    if has != caseloads:
        yield f"taken {has}, in caseloads {caseloads}"


RULES = (_moved_wrongly, _counted_wrongly, _gone, _told_wrongly, _registered_wrongly, _papers_lost, _shared)
