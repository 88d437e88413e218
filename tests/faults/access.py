"""What holds of access after every schedule, whatever a stranger did (SECURITY SEC01-SEC08, SEC24)."""

from collections.abc import Iterator

from tests.faults.adversary import CHOSEN, OWN
from tests.faults.schedule import Schedule


def _seen_to_be_wrong(schedule: Schedule) -> Iterator[str]:
    """Nobody is kept out by others, and no link or password of a stranger opens anything but the stranger's own."""
    yield from dict.fromkeys(schedule.place.wrongs)


def _opens_to_a_stranger(schedule: Schedule) -> Iterator[str]:
    """No account ever had a password that somebody else chose, from when it could be signed in to."""
    passwords = schedule.world.passwords
    rows = [item for key, item in schedule.table.history if item and key.sk == "ACCOUNT" and item["state"] == "active"]
    others = {item["password"]: item["email"] for item in rows if item["email"] != OWN}
    for hashed, email in others.items():
        if any(passwords.matches(chosen, hashed) for chosen in CHOSEN):
            yield f"{email} has a password of the stranger"


RULES = (_seen_to_be_wrong, _opens_to_a_stranger)
