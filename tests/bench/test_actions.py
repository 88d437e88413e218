"""One person's way through the accounts, and what is due beside others."""

from infra.bench import actions, assets, warm
from infra.bench.meter import Call
from infra.bench.metered_app import Metered


def test_the_way_has_its_calls_counted_one_by_one(at: Metered) -> None:
    walked = actions.walk(at)
    assert [call.operation for call in walked["sign-in"].calls] == [
        "batch_get_item",
        "get_item",
        "update_item",
        "transact_write_items",
    ]
    assert walked["sign-in"].write_units == 9  # an attempt; twice: session, account, attempts, trail
    assert [call for call in walked["a document: its form"].calls if call.write] == [Call("put_item", 0, 2)]
    assert walked["a document: its confirmation"].write_units == 7  # the check; twice: application, document, trail
    assert [call for call in walked["a document: found clean"].calls if call.write] == [Call("put_item", 0, 2)]
    assert (walked["account page"].reads, walked["account page"].writes) == (2, 0)
    assert walked["account page, a minute later"].writes == 1
    assert all(action.read_units + action.write_units for action in walked.values())


def test_a_warm_answer_asks_nothing_of_the_table(at: Metered) -> None:
    actions.walk(at)
    times = warm.measure(at, rounds=1)
    at.meter.calls.clear()
    assert at.app(actions.SIGN_IN, None)["statusCode"] == 200
    assert at.meter.calls == []
    assert set(times) == {"sign-in page", "account page", "account page as JSON", "sign-in as JSON"}


def test_the_first_page_names_its_assets(at: Metered) -> None:
    found = assets.measure(at)
    assert sorted(name.partition(".")[0] for name in found) == ["main", "main", "mark", "theme"]
    assert all(found.values())
