"""What an answer must be, for each kind of question: a pydantic type, made of the question."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from chalicelib.applications.rules import reading
from chalicelib.applications.rules.reading import Wrong
from chalicelib.portal.forms import fields
from chalicelib.portal.forms.fields import AnyQuestion, Option
from chalicelib.portal.forms.service import YES
from chalicelib.record import Record

Province = Literal["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"]


def value_type(question: AnyQuestion, today: date) -> Any:
    """Return the type that an answer to the question is checked with."""
    return _TYPES[type(question)](question, today)


def keys_in(raw: Any) -> frozenset[str]:
    """Return what was chosen: one key, several, or those that are ticked."""
    if isinstance(raw, dict):
        return frozenset(key for key, ticked in raw.items() if ticked in (YES, True))
    if isinstance(raw, list | tuple):
        return frozenset(str(key) for key in raw)
    return frozenset({YES if raw is True else str(raw)}) if raw else frozenset()


def _text(question: fields.TextQuestion, _today: date) -> Any:
    bounds = StringConstraints(strip_whitespace=True, min_length=1, max_length=question.max_length)
    text = Annotated[str, bounds, AfterValidator(reading.line)]
    if question.pattern is None:
        return text
    return Annotated[text, AfterValidator(partial(reading.whole_match, pattern=question.pattern))]


def _long_text(question: fields.LongTextQuestion, _today: date) -> Any:
    bounds = StringConstraints(strip_whitespace=True, min_length=1, max_length=question.max_length)
    return Annotated[str, bounds, BeforeValidator(reading.lines)]


def _one_of(options: tuple[Option, ...]) -> Any:
    return Literal[tuple(option.key for option in options)]


def _several(question: fields.ChoicesQuestion, _today: date) -> Any:
    """Return a tuple in the order of the options."""
    order = [option.key for option in question.options]

    def ordered(raw: Any) -> Any:
        chosen = keys_in(raw)
        if chosen - set(order):
            raise Wrong
        return tuple(key for key in order if key in chosen)

    return Annotated[tuple[str, ...], BeforeValidator(ordered), Field(min_length=1)]


def _date(question: fields.DateQuestion, today: date) -> Any:
    def bounded(day: date) -> date:
        wrong = (
            (question.earliest and day < question.earliest)
            or (question.past and day > today)
            or (question.future and day < today)
            or (question.age and not reading.has_passed(question.age, day, today))
        )
        if wrong:
            raise Wrong
        return day

    return Annotated[date, BeforeValidator(reading.day), AfterValidator(bounded)]


def _number(question: fields.NumberQuestion, _today: date) -> Any:
    return Annotated[int, BeforeValidator(reading.figures), Field(ge=question.least, le=question.most)]


def _money(question: fields.MoneyQuestion, _today: date) -> Any:
    return Annotated[int, BeforeValidator(reading.cents), Field(ge=question.least, le=question.most)]


Part = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(reading.line)
]


class Address(Record):
    """A Canadian address."""

    kind: str | None = None
    street: Part
    unit: Part | None = None
    city: Part
    province: Province
    postal_code: Annotated[str, AfterValidator(reading.postal_code)]


def _address(question: fields.AddressQuestion, _today: date) -> Any:
    kinds = {option.key for option in question.kinds}

    def of_a_kind(address: Address) -> Address:
        if (address.kind not in kinds) if kinds else address.kind:
            raise Wrong
        return address

    return Annotated[Address, AfterValidator(of_a_kind)]


def _made(raw: Any) -> Any:
    return YES if raw is True else raw


_TYPES: dict[type[fields.Question], Callable[[Any, date], Any]] = {
    fields.TextQuestion: _text,
    fields.LongTextQuestion: _long_text,
    fields.ChoiceQuestion: lambda question, _: _one_of(question.options),
    fields.ChoicesQuestion: _several,
    fields.DateQuestion: _date,
    fields.NumberQuestion: _number,
    fields.MoneyQuestion: _money,
    fields.EmailQuestion: lambda *_: Annotated[
        str, StringConstraints(strip_whitespace=True), AfterValidator(reading.email)
    ],
    fields.PhoneQuestion: lambda *_: Annotated[str, AfterValidator(reading.phone)],
    fields.PostalCodeQuestion: lambda *_: Annotated[str, AfterValidator(reading.postal_code)],
    fields.AddressQuestion: _address,
    fields.DeclarationQuestion: lambda *_: Annotated[Literal["yes"], BeforeValidator(_made)],
    fields.DocumentQuestion: lambda *_: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")],
}
