"""Dates, times and spans as people write them in each language; held against Babel by the tests."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.phrase import Money
from chalicelib.portal.periods import CalendarPeriod
from chalicelib.portal.text import Language

NBSP = "\u00a0"
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
UNITS = {
    "fr": {86400: ("jour", "jours"), 3600: ("heure", "heures"), 60: ("minute", "minutes"), 1: ("seconde", "secondes")},
    "en": {86400: ("day", "days"), 3600: ("hour", "hours"), 60: ("minute", "minutes"), 1: ("second", "seconds")},
}
PERIODS = {"fr": (("mois", "mois"), ("jour", "jours")), "en": (("month", "months"), ("day", "days"))}
BYTES = {"fr": ("ko", "Mo"), "en": ("kB", "MB")}
AND = {"fr": " et ", "en": " and "}
DAY = 86400
CENTS = 100
MILLIONTHS = 10_000  # of a percent
HOURS_STAY_HOURS = timedelta(hours=48)  # « 24 hours » says more than « 1 day »


def day(value: date, language: Language) -> str:
    """Return « 1er mars 2027 » or `March 1, 2027`."""
    month = MONTHS[language].split()[value.month - 1]
    if language == "fr":
        return f"{'1er' if value.day == 1 else value.day}{NBSP}{month}{NBSP}{value.year}"
    return f"{month}{NBSP}{value.day}, {value.year}"


def month(value: date, language: Language) -> str:
    """Return « mars 2027 » or `March 2027`."""
    return f"{MONTHS[language].split()[value.month - 1]}{NBSP}{value.year}"


def clock_time(value: datetime, language: Language) -> str:
    """Return « 15 h 04 » or `3:04 p.m.`, the Canadian ways."""
    if language == "fr":
        return f"{value.hour}{NBSP}h{NBSP}{value.minute:02}"
    return f"{(value.hour - 1) % 12 + 1}:{value.minute:02}{NBSP}{'a.m.' if value.hour < 12 else 'p.m.'}"


def moment(value: datetime, zone: ZoneInfo, language: Language) -> str:
    """Return the day and the time, in the portal's time zone."""
    local = value.astimezone(zone)
    return f"{day(local, language)}{' à ' if language == 'fr' else ' at '}{clock_time(local, language)}"


def money(cents: int, language: Language) -> str:
    """Return « 1 234,50 $ » or `$1,234.50`."""
    dollars, rest = divmod(abs(cents), CENTS)
    sign = "-" if cents < 0 else ""
    grouped = f"{dollars:,}"
    if language == "fr":
        return f"{sign}{grouped.replace(',', NBSP)},{rest:02}{NBSP}$"
    return f"{sign}${grouped}.{rest:02}"


def dollars(cents: int, language: Language) -> str:
    """Return « 1234,50 » or `1234.50`, as a spreadsheet of that language reads it."""
    whole, rest = divmod(abs(cents), CENTS)
    return f"{'-' if cents < 0 else ''}{whole}{',' if language == 'fr' else '.'}{rest:02}"


def percent(millionths: int, language: Language) -> str:
    """Return « 9,975 % » or `9.975%` of 99 750 millionths."""
    text = f"{millionths / MILLIONTHS:g}"
    return f"{text.replace('.', ',')}{NBSP}%" if language == "fr" else f"{text}%"


def span(value: timedelta, language: Language) -> str:
    """Return « 30 minutes », `24 hours`, `2 minutes and 30 seconds`, `180 days`."""
    rest = int(value.total_seconds())
    parts = []
    for size, names in UNITS[language].items():
        if size == DAY and value < HOURS_STAY_HOURS:
            continue
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{NBSP}{names[_is_plural(count, language)]}")
    return AND[language].join(parts)


def period(value: CalendarPeriod, language: Language) -> str:
    """Return « 3 mois », `1 month and 10 days`."""
    parts = zip((value.months, value.days), PERIODS[language], strict=True)
    return AND[language].join(f"{count}{NBSP}{names[_is_plural(count, language)]}" for count, names in parts if count)


def age(value: timedelta, language: Language) -> str:
    """Return « 3 jours », `5 hours`: the largest unit alone, rounded down."""
    seconds = int(value.total_seconds())
    least = max(seconds, 1)
    size, names = next((size, names) for size, names in UNITS[language].items() if size <= least)
    count = seconds // size
    return f"{count}{NBSP}{names[_is_plural(count, language)]}"


def file_size(count: int, language: Language) -> str:
    """Return « 2,4 Mo », `850 kB`: rounded up, so that no file is said to have nothing."""
    thousands = -(-count // 1000)
    if thousands < 1000:
        return f"{thousands}{NBSP}{BYTES[language][0]}"
    tenths = -(-count // 100_000)
    whole, rest = divmod(tenths, 10)
    decimals = f"{'.' if language == 'en' else ','}{rest}" if rest else ""
    return f"{whole}{decimals}{NBSP}{BYTES[language][1]}"


def _is_plural(count: int, language: Language) -> bool:
    """In French, 0 and 1 are singular; in English, only 1 is."""
    return count >= 2 if language == "fr" else count != 1


def written(value: Any, zone: ZoneInfo, language: Language) -> str:
    """Return any value as people write it."""
    match value:
        case CalendarPeriod():
            return period(value, language)
        case timedelta():
            return span(value, language)
        case datetime():
            return moment(value, zone, language)
        case date():
            return day(value, language)
        case Money():
            return money(value.cents, language)
    return str(value)
