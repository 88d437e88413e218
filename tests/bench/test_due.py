"""What is due among many."""

from infra.bench import due
from infra.bench.metered_app import Metered
from tests.support.aws import client


def test_it_costs_the_same_however_many_accounts_there_are(at: Metered) -> None:
    found = due.measure(client("dynamodb"), at, sizes=(25, 50), each=2)
    few, many = found.values()
    assert few.calls == many.calls
    assert [call.operation for call in few.calls].count("transact_write_items") == 2
