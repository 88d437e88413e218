"""When an end is announced and when it comes: exact to the second, by the calendar, however late a job is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.outbox.model import EmailState, OutboxEmail
from chalicelib.portal.periods import CalendarPeriod
from chalicelib.portal.terms import Term
from chalicelib.retention.model import End, Notice, Notify, Step, Wait
from chalicelib.retention.rules import are_settled, as_sent, end, forecast, next_step, undelivered, valid

TORONTO = ZoneInfo("America/Toronto")
SECOND = timedelta(seconds=1)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 -- has one
    lambda moment: moment.replace(microsecond=0)
)
LATE = st.timedeltas(timedelta(0), timedelta(days=45)).map(lambda late: late - late % SECOND)


def term(kept: str, *notices: str) -> Term:
    return Term(kept=CalendarPeriod.parse(kept), notices=tuple(map(CalendarPeriod.parse, notices)))


YEARLY = term("P12M", "P60D", "P30D")
TERMS = st.sampled_from([YEARLY, term("P30M", "P60D", "P30D"), term("P6M"), term("P6M", "P30D"), term("P3D", "P2D")])


def at(local: str) -> datetime:
    """Return the instant of a time of the day in Toronto."""
    return datetime.fromisoformat(local).replace(tzinfo=TORONTO).astimezone(UTC)


def sent(moment: datetime, since: datetime) -> Notice:
    return Notice(since=since, sent_at=moment, email_id=f"{moment}", nonce="-")


def steps(since: datetime, kept: Term, late: list[timedelta]) -> list[tuple[datetime, Step]]:
    """Return what a job does that comes each time as late as that after something became due, to the end."""
    now = since
    notices: tuple[Notice, ...] = ()
    done: list[tuple[datetime, Step]] = []
    while not done or not isinstance(done[-1][1], End):
        step = next_step(since, notices, kept, now, TORONTO)
        if isinstance(step, Wait):
            now = step.until + (late.pop() if late else timedelta(0))
            continue
        done.append((now, step))
        notices = (*notices, sent(now, since))
    return done


# --- to the second ---


@pytest.mark.req("E2")
@pytest.mark.parametrize(
    ("moment", "step"),
    [
        ("2026-12-31 14:59:59", Wait(at("2026-12-31 15:00"))),
        ("2026-12-31 15:00:00", Notify(0, at("2027-03-01 15:00"))),
        ("2027-01-01 15:00:00", Notify(0, at("2027-03-02 15:00"))),  # a day late, so the end is a day later
    ],
)
def test_the_first_notice_goes_out_sixty_days_before_the_end(moment: str, step: Step) -> None:
    assert next_step(at("2026-03-01 15:00"), (), YEARLY, at(moment), TORONTO) == step


@pytest.mark.req("E2", "REL22")
@pytest.mark.parametrize(
    ("moment", "step"),
    [
        ("2027-01-30 14:59:59", Wait(at("2027-01-30 15:00"))),
        ("2027-01-30 15:00:00", Notify(1, at("2027-03-01 15:00"))),
        ("2027-02-20 15:00:00", Notify(1, at("2027-03-22 15:00"))),
    ],
)
def test_the_second_goes_out_thirty_days_before_it(moment: str, step: Step) -> None:
    since = at("2026-03-01 15:00")
    assert next_step(since, (sent(at("2026-12-31 15:00"), since),), YEARLY, at(moment), TORONTO) == step


@pytest.mark.req("E2", "REL22")
@pytest.mark.parametrize(
    ("moment", "step"),
    [("2027-03-01 14:59:59", Wait(at("2027-03-01 15:00"))), ("2027-03-01 15:00:00", End())],
)
def test_after_both_the_end_comes_when_its_time_has_come(moment: str, step: Step) -> None:
    since = at("2026-03-01 15:00")
    notices = (sent(at("2026-12-31 15:00"), since), sent(at("2027-01-30 15:00"), since))
    assert next_step(since, notices, YEARLY, at(moment), TORONTO) == step


@pytest.mark.req("E2")
def test_what_is_not_announced_ends_at_once_when_its_time_has_come() -> None:
    since = at("2026-03-01 15:00")
    moments = [at("2026-03-31 14:59:59"), at("2026-03-31 15:00:00")]
    found = [next_step(since, (), term("P30D"), moment, TORONTO) for moment in moments]
    assert found == [Wait(moments[1]), End()]


# --- by the calendar ---


@pytest.mark.req("REL18", "E1")
@pytest.mark.parametrize(
    ("since", "kept", "ends"),
    [
        ("2024-02-29 12:00", "P12M", "2025-02-28 12:00"),
        ("2023-08-31 12:00", "P30M", "2026-02-28 12:00"),
        ("2025-08-31 09:30", "P30M", "2028-02-29 09:30"),
        ("2026-08-31 09:30", "P6M", "2027-02-28 09:30"),
        ("2025-09-08 02:30", "P6M", "2026-03-08 03:30"),  # an hour that does not exist
        ("2026-05-01 01:30", "P6M", "2026-11-01 01:30"),  # an hour that comes twice: the first
        ("2025-11-02 12:00", "P12M", "2026-11-02 12:00"),
    ],
)
def test_the_end_is_counted_by_the_calendar_of_the_portal(since: str, kept: str, ends: str) -> None:
    assert end(at(since), (), term(kept), TORONTO) == at(ends)


@pytest.mark.req("REL18")
@pytest.mark.parametrize(
    ("since", "first", "second"),
    [
        ("2025-05-01 09:00", "2026-03-02 09:00", "2026-04-01 09:00"),  # over the change to summer time
        ("2025-12-15 09:00", "2026-10-16 09:00", "2026-11-15 09:00"),  # and back
    ],
)
def test_notices_come_at_the_same_hour_of_the_day(since: str, first: str, second: str) -> None:
    assert [moment for moment, _ in steps(at(since), YEARLY, [])[:2]] == [at(first), at(second)]


# --- however late a job is ---


@pytest.mark.req("REL22", "E3")
@given(INSTANTS, TERMS, st.lists(LATE, max_size=4))
def test_no_notice_is_skipped_and_no_distance_is_cut_short(since: datetime, kept: Term, late: list[timedelta]) -> None:
    done = steps(since, kept, late)
    ends_at, announced = done[-1][0], done[:-1]
    assert [step.number for _, step in announced if isinstance(step, Notify)] == list(range(len(kept.notices)))
    assert ends_at >= kept.kept.after(since, TORONTO)
    assert all(
        ahead.after(moment, TORONTO) <= ends_at for (moment, _), ahead in zip(announced, kept.notices, strict=True)
    )


@pytest.mark.req("REL22", "E3")
@given(INSTANTS, TERMS, st.lists(LATE, max_size=4))
def test_nothing_ends_before_the_day_that_was_announced(since: datetime, kept: Term, late: list[timedelta]) -> None:
    done = steps(since, kept, late)
    assert all(step.ends_at <= done[-1][0] for _, step in done if isinstance(step, Notify))


@given(INSTANTS, TERMS)
def test_a_job_that_is_never_late_ends_it_when_it_says(since: datetime, kept: Term) -> None:
    late = steps(since, kept, [])[-1][0] - kept.kept.after(since, TORONTO)
    assert late <= 2 * timedelta(hours=1)  # where notices fall on the hours of a clock change


@given(INSTANTS, TERMS, INSTANTS)
def test_whoever_waits_waits_for_something(since: datetime, kept: Term, now: datetime) -> None:
    step = next_step(since, (), kept, now, TORONTO)
    assert not isinstance(step, Wait) or step.until > now


# --- what voids a notice, and whether it arrived ---


@pytest.mark.req("E3", "REL23")
def test_any_activity_voids_what_was_announced_before() -> None:
    before, after = at("2026-03-01 15:00"), at("2026-12-31 15:00")
    assert valid((sent(after, before),), since=after) == ()
    assert len(valid((sent(after, before),), since=before)) == 1


def email(state: EmailState, finished_at: datetime | None = None) -> OutboxEmail:
    waiting = OutboxEmail(
        id="-", template="-", to="zoe@example.org", created_at=at("2026-03-02"), next_at=at("2026-03-02")
    )
    return waiting.replace(state=state, finished_at=finished_at)


EMAILS = {state.value: email(state) for state in EmailState} | {"lost": None}


@pytest.mark.req("REL22", "REL11")
def test_an_email_that_went_out_late_counts_from_then() -> None:
    since, later = at("2026-03-01"), at("2026-03-04")
    one = (Notice(since=since, sent_at=at("2026-03-02"), email_id="x", nonce="-"),)
    assert as_sent(one, {"x": email(EmailState.SENT, later)})[0].sent_at == later
    assert as_sent(one, {"x": email(EmailState.FAILED, later)}) == one


@pytest.mark.req("REL14")
@pytest.mark.parametrize(
    ("state", "acknowledged", "settles", "alarms"),
    [
        ("sent", None, True, False),
        ("waiting", None, False, False),
        ("failed", None, False, True),
        ("lost", None, False, True),
        ("failed", "staff-1", True, False),
        ("lost", "staff-1", True, False),
    ],
)
def test_only_an_email_that_was_sent_or_that_staff_know_of_lets_something_end(
    state: str, acknowledged: str | None, *, settles: bool, alarms: bool
) -> None:
    notice = Notice(since=at("2026-03-01"), sent_at=at("2026-03-02"), email_id=state, nonce="-")
    one = (notice.replace(acknowledged_by=acknowledged),)
    assert (are_settled(one, EMAILS), bool(undelivered(one, EMAILS))) == (settles, alarms)


@pytest.mark.req("E2")
@pytest.mark.parametrize("kept", [YEARLY, term("P6M"), term("P6M", "P30D")])
def test_what_is_forecast_is_what_a_job_does_that_is_never_late(kept: Term) -> None:
    since = at("2026-03-01 09:00")
    assert list(forecast(since, (), kept, since, at("2028-03-01 09:00"), TORONTO)) == steps(since, kept, [])
