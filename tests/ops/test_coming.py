"""What time brings is said before it comes, and nothing is touched (REQUIREMENTS W7)."""

from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.storage import ACCOUNT
from chalicelib.applications.actions.review import ask, take
from chalicelib.cloud.table import Key
from chalicelib.portal import loader
from chalicelib.portal.faults import PortalError
from chalicelib.wiring import keeps_account
from infra.ops.coming import Coming, endings, lapsing, reminders, schedule_all, totals, under_review
from tests.support.absence import CLOSED, DAY, FIRST, OVER, SECOND, run
from tests.support.applications import draft, example, submitted
from tests.support.faults import RefusingMailbox
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, activated, sign_up_as
from tests.support.world import World

READS = {"get", "get_many", "query", "due", "queue"}


def coming(world: World, until: datetime) -> list[Coming]:
    """Return what comes to what is reviewed; see to it that nothing is written."""
    table = world.table
    assert isinstance(table, MemoryTable)
    before = deepcopy(table.items)
    table.calls.clear()
    found = [*endings(world, under_review(world, until), keeps_account(), world.now, until)]
    assert (table.items, set(table.calls) - READS) == (before, set())
    return found


def said(found: list[Coming]) -> list[tuple[datetime, str, str | None]]:
    return [(each.at, each.does, each.mail) for each in found]


@pytest.mark.req("W7", "E1")
def test_both_notices_and_the_end_of_an_account_are_said_with_their_times_and_why() -> None:
    citizen = World("citizen-account")
    activated(citizen)
    found = coming(citizen, OVER)
    assert said(found) == [
        (FIRST, "announce", "account-notice"),
        (SECOND, "announce", "account-notice"),
        (OVER, "remove account", None),
    ]
    assert {(each.to, each.language, each.why) for each in found} == {(ZOE, "fr", "ACCOUNT: last used 2026-03-02")}


@pytest.mark.req("W7", "E2")
def test_so_it_is_with_drafts_and_only_until_the_day_that_was_asked_for() -> None:
    citizen = World("citizen-account")
    draft(citizen, "small-claims")
    day = datetime.fromisoformat("2027-01-31T14:59:59Z")
    assert [each.mail for each in coming(citizen, day)] == ["draft-notice"]
    assert [each.mail for each in coming(citizen, day + 40 * DAY)] == ["draft-notice", "draft-notice", "draft-expired"]


@pytest.mark.req("W7")
def test_what_was_done_already_is_not_said_again() -> None:
    citizen = World("citizen-account")
    activated(citizen)
    run(citizen, FIRST)
    assert [each.does for each in coming(citizen, OVER)] == ["announce", "remove account"]


@pytest.mark.req("W7", "REL22")
def test_what_is_said_is_what_comes() -> None:
    citizen = World("citizen-account")
    activated(citizen)
    draft(citizen, "small-claims", "tom@example.org")
    expected = [each.at for each in coming(citizen, OVER) if each.mail]
    happened = []
    while citizen.now < OVER:
        before = len(citizen.mails())
        run(citizen, citizen.now + timedelta(hours=12))
        happened += [citizen.now] * (len(citizen.mails()) - before)
    assert len(happened) == len(expected)
    late = [done - said for done, said in zip(happened, sorted(expected), strict=True)]
    assert all(timedelta(0) <= each <= 3 * timedelta(hours=12) for each in late)


@pytest.mark.req("W7", "F11", "REL14")
def test_what_is_in_the_way_is_said_instead() -> None:
    here = example()
    held = submitted(here)
    schedule_all(here, [Key(f"ACCOUNT#{held.account}", ACCOUNT)])
    assert [each.why for each in coming(here, here.now + 100 * DAY)] == [
        "ACCOUNT: last used 2026-03-02, but something is under way"
    ]
    citizen = World("citizen-account")
    activated(citizen)
    citizen.mailer = RefusingMailbox()
    run(citizen, FIRST)
    assert [each.why for each in coming(citizen, OVER)] == [
        "ACCOUNT: last used 2026-03-02, but a notice did not arrive"
    ]


@pytest.mark.req("W7", "F8", "A4")
def test_reminders_and_sign_ups_that_lapse_are_said_too() -> None:
    here = example()
    file, staff = submitted(here), "staff-1"
    take(here, file.number, staff, here.now)
    ask(here, file.number, "Où ?", staff, here.now)
    sign_up_as(here, "new@example.org", "maple-Canoe-77-thunder")
    found = [*reminders(here, here.now + 6 * DAY), *lapsing(here, here.now + DAY)]
    assert [(each.to, each.does, each.mail) for each in found] == [
        (ZOE, "remind", "question-reminder"),
        ("new@example.org", "remove sign-up", None),
    ]


# --- what a changed policy would do ---


@pytest.mark.req("W7")
def test_a_changed_policy_is_tried_on_a_copy(tmp_path: Path) -> None:
    freight = World("freight")
    keys = [Key(f"ACCOUNT#{admit(freight, f'{n}@example.org', 'fr', freight.now).id}", ACCOUNT) for n in range(3)]
    changes = tmp_path / "shorter.toml"
    changes.write_text('[policies.retention.accounts]\nkept = "P1M"\nnotices = ["P7D"]\n')
    until = freight.now + 60 * DAY
    assert totals(endings(freight, under_review(freight, until), (), freight.now, until)) == "would send 0 mails"
    freight.portal = loader.check("freight", changes=changes)
    assert totals(endings(freight, keys, (), freight.now, until)) == "would close 3 accounts, send 6 mails"


@pytest.mark.req("W7")
def test_a_change_that_no_portal_can_have_is_refused_with_its_file(tmp_path: Path) -> None:
    changes = tmp_path / "wrong.toml"
    changes.write_text('[policies.retention.accounts]\nthen = "remove"\n')
    with pytest.raises(PortalError, match="announced_twice"):
        loader.check("freight", changes=changes)


@pytest.mark.req("W7", "E1")
def test_after_a_policy_became_shorter_everything_is_reviewed_by_it() -> None:
    freight = World("freight")
    account = admit(freight, ZOE, "fr", freight.now)
    keys = [Key(f"ACCOUNT#{account.id}", ACCOUNT)]
    policies = freight.portal.policies
    shorter = policies.retention.accounts.replace(kept="P1M")  # type: ignore[union-attr]
    freight.portal = freight.portal.replace(
        policies=policies.replace(retention=policies.retention.replace(accounts=shorter))
    )
    assert [schedule_all(freight, keys) for _ in range(2)] == [1, 0]
    run(freight, CLOSED - 100 * DAY)
    assert freight.mail(ZOE).subject == "Votre compte est fermé"


@pytest.mark.parametrize(
    ("does", "text"),
    [
        ([], "would send 0 mails"),
        (["close account"], "would close 1 account, send 1 mail"),
        (["close account"] * 1032, "would close 1,032 accounts, send 1,032 mails"),
        (["announce", "delete draft", "hold"], "would delete 1 draft, send 3 mails"),
    ],
)
def test_totals_are_said_in_words(does: list[str], text: str) -> None:
    now = datetime.fromisoformat("2026-03-02T15:00:00Z")
    assert totals(Coming(now, each, "x", ZOE, "fr", "-") for each in does) == text
