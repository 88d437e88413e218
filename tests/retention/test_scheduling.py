"""A thing has one review of each kind: several at once, none in the way of another (REQUIREMENTS C3, E3)."""
# ruff: noqa: ARG002 -- what is used again is asked for nothing more

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from chalicelib.cloud.table import Change, Conflict, Key
from chalicelib.outbox.storage import outbox_key
from chalicelib.portal.periods import CalendarPeriod
from chalicelib.portal.terms import Term
from chalicelib.proof import Proof
from chalicelib.retention.actions.find import find_due, list_reviews
from chalicelib.retention.actions.run_review import run_review
from chalicelib.retention.actions.schedule import (
    cancel_review,
    end_review,
    schedule_earlier,
    schedule_next,
    schedule_review,
)
from chalicelib.retention.actions.undelivered_notices import acknowledge, list_undelivered
from chalicelib.retention.model import Notice, ScheduledReview
from chalicelib.retention.storage import set_review
from chalicelib.unit_of_work import UnitOfWork
from tests.support.emails import enqueued
from tests.support.memory import MemoryTable
from tests.support.world import World

ABOUT = "REGISTRATION#123456789"
LATER = datetime(2026, 4, 30, 13, 0, tzinfo=UTC)
DUE = datetime(2026, 3, 1, 13, 0, tzinfo=UTC)


def here() -> World:
    return World("psychotherapy", MemoryTable())


def scheduled(world: World, kind: str, at: datetime, about: str = ABOUT) -> None:
    work = UnitOfWork(world, world.now)
    schedule_review(work, "a", about, kind, at)
    work.commit()


def kinds(world: World) -> list[tuple[str, datetime]]:
    return [(each.kind, each.review_at) for each in list_reviews(world, "a")]


def undelivered(kind: str, about: str = ABOUT) -> ScheduledReview:
    return ScheduledReview(
        account="a",
        about=about,
        command="-",
        kind=kind,
        review_at=LATER,
        undelivered_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


def written(world: World, *reviews: ScheduledReview) -> None:
    work = UnitOfWork(world, world.now)
    for each in reviews:
        set_review(work, each)
    work.commit()


@pytest.mark.req("E3")
def test_a_thing_has_reviews_of_several_kinds_at_once_each_due_at_its_own_time() -> None:
    world = here()
    scheduled(world, "renewals", DUE)
    scheduled(world, "development", LATER)
    assert kinds(world) == [("development", LATER), ("renewals", DUE)]
    renewal = Key("ACCOUNT#a", "REVIEW#REGISTRATION#123456789#renewals")
    assert [list(world.table.due(kind, world.now)) for kind in ("renewals", "development")] == [[renewal], []]
    found = find_due(world, renewal, "renewals", world.now)
    assert found
    assert (found.about, found.review_at) == (ABOUT, DUE)


@pytest.mark.req("E3")
def test_a_review_of_the_same_kind_takes_the_place_of_the_earlier_one() -> None:
    world = here()
    scheduled(world, "renewals", DUE)
    scheduled(world, "renewals", LATER)
    assert kinds(world) == [("renewals", LATER)]


@pytest.mark.req("E3")
def test_one_kind_is_carried_out_moved_and_ended_and_the_other_stays() -> None:
    world = here()
    scheduled(world, "renewals", DUE)
    scheduled(world, "development", DUE)
    for at, left in ((LATER, [("development", DUE), ("renewals", LATER)]), (None, [("development", DUE)])):
        (review,) = (each for each in list_reviews(world, "a") if each.kind == "renewals")
        work = UnitOfWork(world, world.now)
        schedule_next(work, review, at)
        work.commit()
        assert kinds(world) == left


class UsedLately(NamedTuple):
    """Something that is kept for two months after its last use."""

    since: datetime
    term: Term = Term(kept=CalendarPeriod.parse("P2M"))

    def is_held(self) -> bool:
        return False

    def require(self, change: Change) -> None:
        raise AssertionError

    def proof(self, nonce: str) -> Proof:
        raise AssertionError

    def notify(self, work: UnitOfWork, proof: Proof, ends_at: datetime) -> str:
        raise AssertionError

    def end(self, work: UnitOfWork, review: ScheduledReview) -> ScheduledReview | None:
        raise AssertionError


@pytest.mark.req("E2", "E3")
def test_what_was_used_since_is_looked_at_again_when_it_would_end() -> None:
    world = here()
    scheduled(world, "renewals", DUE)
    (review,) = list_reviews(world, "a")
    assert not run_review(world, review, UsedLately(datetime(2026, 2, 28, 13, 0, tzinfo=UTC)), world.now)
    assert kinds(world) == [("renewals", datetime(2026, 4, 28, 12, 0, tzinfo=UTC))]  # in summer time


@pytest.mark.req("E3")
@pytest.mark.parametrize(("announced", "moved"), [(False, True), (True, False)])
def test_what_was_announced_comes_no_earlier_when_the_policy_changes(*, announced: bool, moved: bool) -> None:
    world = here()
    notice = Notice(since=DUE, sent_at=DUE, email_id="1", nonce="-")
    review = undelivered("renewals").replace(review_at=LATER, notices=(notice,) if announced else ())
    written(world, review)
    assert (
        schedule_earlier(world, "a", ABOUT, "renewals", UsedLately(datetime(2026, 1, 30, 13, 0, tzinfo=UTC))) is moved
    )
    assert kinds(world) == [("renewals", datetime(2026, 3, 30, 12, 0, tzinfo=UTC) if moved else LATER)]


@pytest.mark.req("E3")
def test_two_runs_that_carry_out_one_review_conflict() -> None:
    world = here()
    scheduled(world, "renewals", DUE)
    (review,) = list_reviews(world, "a")
    first, second = UnitOfWork(world, world.now), UnitOfWork(world, world.now)
    for work in (first, second):
        schedule_next(work, review, LATER)
    first.commit()
    with pytest.raises(Conflict):
        second.commit()


@pytest.mark.req("REL20")
@pytest.mark.parametrize("by", ["end", "cancel"])
def test_a_review_that_ends_releases_the_emails_of_its_own_notices_only(by: str) -> None:
    world = here()
    own, others = enqueued(world, pinned=True), enqueued(world, pinned=True)
    for kind, letter in (("renewals", own), ("development", others)):
        notice = Notice(since=world.now, sent_at=world.now, email_id=letter, nonce="-")
        written(
            world, ScheduledReview(account="a", about=ABOUT, command="-", kind=kind, review_at=DUE, notices=(notice,))
        )
    if by == "end":
        work = UnitOfWork(world, world.now)
        end_review(work, "a", ABOUT, "renewals")
        work.commit()
    else:
        assert not cancel_review(world, next(each for each in list_reviews(world, "a") if each.kind == "renewals"))
    assert kinds(world) == [("development", DUE)]
    assert [world.table.get(outbox_key(each)) is None for each in (own, others)] == [True, False]


@pytest.mark.req("E3")
def test_ending_a_review_that_is_not_there_writes_nothing() -> None:
    world = here()
    work = UnitOfWork(world, world.now)
    end_review(work, "a", ABOUT, "renewals")
    assert work.writes == []


@pytest.mark.req("REL14")
def test_staff_acknowledge_every_kind_of_one_thing_and_of_no_other() -> None:
    world = here()
    longer = "REGISTRATION#1234567890"
    written(world, undelivered("renewals"), undelivered("development"), undelivered("renewals", longer))
    assert acknowledge(world, "a", ABOUT, "anne", world.now)
    assert [each.about for each in list_undelivered(world)] == [longer]
    assert kinds(world) == [("development", world.now), ("renewals", world.now), ("renewals", LATER)]
    assert not acknowledge(world, "a", ABOUT, "anne", world.now)
