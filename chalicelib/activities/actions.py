"""Reads the activities of an account."""

from itertools import islice

from chalicelib.activities.model import PREFIX, Activity, parse_activity, partition
from chalicelib.services import Services


def trail_about(services: Services, account: str, name: str, most: int) -> list[Activity]:
    """Return what was done last with one thing of an account's, the newest first; `name` as activities call it."""
    items = services.table.query(partition(account), PREFIX, newest_first=True)
    return [parse_activity(item) for item in islice((item for item in items if item.get("about") == name), most)]
