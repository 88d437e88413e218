"""What it costs to end a hundred sign-ups that were never activated, however many accounts there are beside them.

All work that is due is found in this one way, by a query for each kind: what is measured of one holds for all. The
others wait for their own time in the same index, under the same kinds.
"""

from collections.abc import Iterator, Sequence
from itertools import count, islice
from typing import Any

from chalicelib.accounts.actions.removal import remove_unactivated
from chalicelib.accounts.actions.retention import ACCOUNTS
from chalicelib.accounts.actions.sign_up import sign_up
from chalicelib.accounts.inputs import SignUp
from chalicelib.accounts.storage import UNACTIVATED
from chalicelib.accounts.visitor import Visitor
from chalicelib.applications.actions.drafts import DRAFTS
from infra.bench.actions import FIRST, Action
from infra.bench.instant import InstantPasswords
from infra.bench.metered_app import Metered

DUE = 100
SIZES = (1_000, 10_000, 100_000)
BATCH = 25  # the most that DynamoDB takes at a time
ITEM_BYTES = 400  # about what an account has
KINDS = (UNACTIVATED, ACCOUNTS, DRAFTS)
NOT_YET = "2999-01-01T00:00:00Z"


def measure(client: Any, metered: Metered, sizes: Sequence[int] = SIZES, each: int = DUE) -> dict[int, Action]:
    """Return what the job asked of the table, by the number of accounts. `client` is boto3's, and is not metered."""
    table = metered.services.settings.table
    others, found, filled = _others(), {}, 0
    for size in sizes:
        while filled < size:
            filled += _fill(client, table, list(islice(others, BATCH)))
        found[size] = _expire(metered, size, each)
    return found


def _others() -> Iterator[dict[str, Any]]:
    """Yield accounts with which nothing is to be done yet, without end."""
    for number in count(1):
        waits = {"due_kind": {"S": KINDS[number % len(KINDS)]}, "due_at": {"S": NOT_YET}}
        key = {"pk": {"S": f"ACCOUNT#other-{number}"}, "sk": {"S": "ACCOUNT"}}
        yield {**key, **waits, "filling": {"S": "x" * ITEM_BYTES}}


def _fill(client: Any, table: str, items: list[dict[str, Any]]) -> int:
    client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}} for item in items]})
    return len(items)


def _expire(metered: Metered, size: int, each: int) -> Action:
    services = metered.services
    services.passwords = InstantPasswords()
    for number in range(each):
        form = SignUp.model_validate(
            {"email": f"{size}.{number}@demo.example", "password": FIRST, "accept_terms": True}
        )
        visitor = Visitor(language="fr", address=f"192.0.2.{number}", browser=None, agent="bench")
        sign_up(services, form, visitor, services.clock.now())
    metered.clock.ahead += services.portal.policies.activation.window
    metered.meter.calls.clear()
    remove_unactivated(services, services.clock.now())
    return Action(f"{size:,} accounts", tuple(metered.meter.calls))
