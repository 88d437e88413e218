"""The question for a day."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator

from chalicelib.forms.question import DocumentNames, Lines, Question
from chalicelib.forms.typed import NOTHING, AnswerError, as_text, as_texts, join_parts, match_whole
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.periods import CalendarPeriod, Period, at_most
from chalicelib.portal.spans import Switch

ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DAY_PARTS = {"year": r"[0-9]{4}", "month": r"[0-9]{1,2}", "day": r"[0-9]{1,2}"}


class DateQuestion(Question):
    """A day. `past` and `future` bound it by today; `age` asks that this much time has passed since."""

    type: Literal["date"]
    earliest: date | None = None
    past: Switch = False
    future: Switch = False
    age: Annotated[Period, at_most(years=120)] | None = None

    wrong_message: ClassVar[Phrase] = phrase("{label}: enter a real date that is possible here, such as 27 3 2024.")

    def value_type(self, today: date) -> Any:
        def bounded(day: date) -> date:
            wrong = (
                (self.earliest and day < self.earliest)
                or (self.past and day > today)
                or (self.future and day < today)
                or (self.age and not has_passed(self.age, day, today))
            )
            if wrong:
                raise AnswerError
            return day

        return Annotated[date, BeforeValidator(parse_day), AfterValidator(bounded)]

    def comparable(self, raw: Any) -> Any:
        return as_texts(raw)

    def quote(self, raw: Any) -> Any:
        return join_parts(raw, DAY_PARTS, "-") if isinstance(raw, dict) else as_text(raw) or NOTHING

    def display(self, value: date, documents: DocumentNames) -> Lines:  # noqa: ARG002
        return (value,)

    def input_values(self, raw: Any) -> Any:
        return dict(zip(DAY_PARTS, raw.split("-"), strict=False)) if isinstance(raw, str) else raw

    def samples(self) -> tuple[Any, ...]:
        return ("1990-03-27", "2024-05-06", "2030-01-02")


def parse_day(raw: Any) -> date:
    """Return the day of `2026-03-01`, or of the three parts of a form; raise AnswerError."""
    found = ISO_DAY.fullmatch(raw) if isinstance(raw, str) else None
    parts = found.groups() if found else _parts(raw)
    try:
        return date(*map(int, parts))
    except ValueError as error:  # 30 February
        raise AnswerError from error


def _parts(raw: Any) -> tuple[str, ...]:
    """Return year, month and day. A year has four figures: 90 may mean another year than we think."""
    if not (isinstance(raw, dict) and raw.keys() == DAY_PARTS.keys()):
        raise AnswerError
    return tuple(match_whole(str(raw[part]).strip(), pattern) for part, pattern in DAY_PARTS.items())


def has_passed(age: CalendarPeriod, since: date, today: date) -> bool:
    """Tell whether a person born that day is this old. A person born on 29 February is a year older on 1 March."""
    years, month = divmod(since.month - 1 + age.months, 12)
    by = today - timedelta(days=age.days)
    return (since.year + years, month + 1, since.day) <= (by.year, by.month, by.day)
