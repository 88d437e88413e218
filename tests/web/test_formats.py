"""Dates, times and spans are written as Babel's Canadian locales write them, but where people here write otherwise."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_time
from babel.units import format_unit

from chalicelib.app_factory import create_app
from chalicelib.i18n import formats
from chalicelib.i18n.formats import NBSP
from chalicelib.i18n.languages import TAGS
from chalicelib.phrase import Money
from chalicelib.portal.periods import CalendarPeriod
from chalicelib.portal.text import LANGUAGES, Language
from tests.support.members import browser_of_member
from tests.support.world import StillClock, World

TORONTO = ZoneInfo("America/Toronto")
YEAR = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
UNITS = {"duration-day": timedelta(days=1), "duration-hour": timedelta(hours=1)}
UNITS["duration-minute"] = timedelta(minutes=1)
MINUTES = [datetime(2028, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(24 * 60)]


def locale(language: Language) -> str:
    return TAGS[language].replace("-", "_")


def plain(text: str) -> str:
    """Return text with ordinary spaces: ours don't break where a number would part from its unit; Babel's vary."""
    return text.replace(NBSP, " ").replace("\u202f", " ")


@pytest.mark.req("X1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_is_written_as_babel_does_but_for_the_first_of_a_month_in_french(
    language: Language,
) -> None:
    for value in YEAR:
        expected = format_date(value, "long", locale=locale(language))
        if language == "fr" and value.day == 1:  # « 1er mars », as the Office québécois de la langue française has it
            expected = expected.replace("1 ", "1er ", 1)
        assert plain(formats.day(value, language)) == plain(expected)


@pytest.mark.req("X1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_minute_of_a_day_is_written_as_babel_does(language: Language) -> None:
    for value in MINUTES:
        expected = format_time(value, "short", tzinfo=UTC, locale=locale(language))
        assert plain(formats.clock_time(value, language)) == plain(
            _unpadded(expected) if language == "fr" else expected
        )


def _unpadded(french: str) -> str:
    """Return « 3 h 04 » for Babel's « 03 h 04 »: nobody pads hours in a sentence."""
    return french.removeprefix("0")


@pytest.mark.req("X1")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_spans_of_one_unit_are_written_as_babel_does(language: Language, unit: str) -> None:
    for count in (2, 3, 5, 12, 45):
        expected = format_unit(count, unit, locale=locale(language))
        assert plain(formats.span(count * UNITS[unit], language)) == plain(expected)


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("span", "french", "english"),
    [
        (timedelta(seconds=1), "1 seconde", "1 second"),
        (timedelta(seconds=59), "59 secondes", "59 seconds"),
        (timedelta(minutes=1), "1 minute", "1 minute"),
        (timedelta(minutes=2, seconds=30), "2 minutes et 30 secondes", "2 minutes and 30 seconds"),
        (timedelta(minutes=45), "45 minutes", "45 minutes"),
        (timedelta(hours=1), "1 heure", "1 hour"),
        (timedelta(hours=24), "24 heures", "24 hours"),  # says more than « 1 jour »
        (timedelta(hours=47, minutes=59), "47 heures et 59 minutes", "47 hours and 59 minutes"),
        (timedelta(hours=48), "2 jours", "2 days"),
        (timedelta(days=180), "180 jours", "180 days"),
        (timedelta(days=3, hours=1), "3 jours et 1 heure", "3 days and 1 hour"),
    ],
)
def test_a_span_is_written_in_words(span: timedelta, french: str, english: str) -> None:
    assert [plain(formats.span(span, language)) for language in ("fr", "en")] == [french, english]


@pytest.mark.req("W1")
@pytest.mark.parametrize(
    ("seconds", "french", "english"),
    [
        (0, "0 seconde", "0 seconds"),
        (59, "59 secondes", "59 seconds"),
        (60, "1 minute", "1 minute"),
        (3599, "59 minutes", "59 minutes"),
        (86399, "23 heures", "23 hours"),
        (86400, "1 jour", "1 day"),
        (40 * 86400 - 1, "39 jours", "39 days"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(seconds: int, french: str, english: str) -> None:
    said = [plain(formats.age(timedelta(seconds=seconds), language)) for language in LANGUAGES]
    assert dict(zip(LANGUAGES, said, strict=True)) == {"fr": french, "en": english}


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (datetime(2027, 3, 1, 20, 4, tzinfo=UTC), "1er mars 2027 à 15 h 04", "March 1, 2027 at 3:04 p.m."),
        (datetime(2027, 7, 1, 4, 0, tzinfo=UTC), "1er juillet 2027 à 0 h 00", "July 1, 2027 at 12:00 a.m."),
        (datetime(2027, 7, 1, 3, 59, tzinfo=UTC), "30 juin 2027 à 23 h 59", "June 30, 2027 at 11:59 p.m."),
        (datetime(2027, 7, 1, 16, 0, tzinfo=UTC), "1er juillet 2027 à 12 h 00", "July 1, 2027 at 12:00 p.m."),
    ],
)
def test_a_moment_is_written_in_the_portals_time_zone(moment: datetime, french: str, english: str) -> None:
    assert [plain(formats.moment(moment, TORONTO, language)) for language in ("fr", "en")] == [french, english]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_never_parts_from_its_unit_at_the_end_of_a_line(language: Language) -> None:
    shown = formats.span(timedelta(minutes=30), language) + formats.clock_time(MINUTES[900], language)
    assert " " not in shown


@pytest.mark.parametrize(
    ("value", "french"),
    [
        ("text", "text"),
        (7, "7"),
        (date(2027, 3, 2), "2 mars 2027"),
        (timedelta(hours=1), "1 heure"),
        (Money(123450), "1 234,50 $"),
    ],
)
def test_any_value_is_written_in_its_own_way(value: object, french: str) -> None:
    assert plain(formats.written(value, TORONTO, "fr")) == french


@pytest.mark.req("REL18", "X1")
@pytest.mark.parametrize(
    ("language", "opened"), [("fr", "2 mars 2026 à 22 h 30"), ("en", "March 2, 2026 at 10:30 p.m.")]
)
def test_a_page_dates_what_happened_in_the_evening_by_the_portals_day(language: Language, opened: str) -> None:
    world = World("social-work")
    world.clock = StillClock(datetime(2026, 3, 3, 3, 30, tzinfo=UTC))
    page = browser_of_member(world, create_app(world)).get(f"/{language}/account").body
    assert opened in plain(page)
    assert ("3 mars" if language == "fr" else "March 3") not in plain(page)


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (1, "1 ko", "1 kB"),
        (999_000, "999 ko", "999 kB"),
        (999_001, "1 Mo", "1 MB"),
        (2_400_000, "2,4 Mo", "2.4 MB"),
        (2_400_001, "2,5 Mo", "2.5 MB"),
        (10_000_000, "10 Mo", "10 MB"),
    ],
)
def test_the_size_of_a_file_is_rounded_up(count: int, french: str, english: str) -> None:
    assert (plain(formats.file_size(count, "fr")), plain(formats.file_size(count, "en"))) == (french, english)


@pytest.mark.req("X1")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "unit"), [(850_000, "kilobyte"), (2_400_000, "megabyte")])
def test_the_size_of_a_file_is_written_as_babel_does(language: Language, count: int, unit: str) -> None:
    size = count / (1000 if unit == "kilobyte" else 10**6)
    assert plain(formats.file_size(count, language)) == plain(
        format_unit(size, f"digital-{unit}", "short", locale=locale(language))
    )


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("P3M", "3 mois", "3 months"),
        ("P1M10D", "1 mois et 10 jours", "1 month and 10 days"),
        ("P1D", "1 jour", "1 day"),
    ],
)
def test_a_calendar_period_is_written_in_words(text: str, french: str, english: str) -> None:
    period = CalendarPeriod.parse(text)
    assert [plain(formats.period(period, language)) for language in LANGUAGES] == [french, english]
