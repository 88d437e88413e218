"""The question for a Canadian address."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, StringConstraints

from chalicelib.forms.kinds.choice import label_of, labels_of
from chalicelib.forms.kinds.postal_code import parse_postal_code
from chalicelib.forms.question import DocumentNames, Lines, Option, Question
from chalicelib.forms.typed import NOTHING, AnswerError, as_text, as_texts, check_line, join_parts
from chalicelib.phrase import Phrase, phrase
from chalicelib.record import Record

NBSP = "\u00a0"
PARTS = ("street", "unit", "city", "province", "postal_code")
SAMPLE = {"street": "12, rue de la Grève", "city": "Port-Clair", "province": "NL", "postal_code": "a1c6l9"}
Part = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(check_line)
]
Province = Literal["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"]


class Address(Record):
    """A Canadian address."""

    kind: str | None = None
    street: Part
    unit: Part | None = None
    city: Part
    province: Province
    postal_code: Annotated[str, AfterValidator(parse_postal_code)]


class AddressQuestion(Question):
    """A Canadian address. `kinds` are what it may be, such as the head office; not asked where there are none."""

    type: Literal["address"]
    kinds: tuple[Option, ...] = ()

    wrong_message: ClassVar[Phrase] = phrase("Say what this address is.")
    part_messages: ClassVar[Mapping[str, Phrase]] = {
        "kind": wrong_message,
        "street": phrase("Enter the street number and name."),
        "unit": phrase("The unit is too long."),
        "city": phrase("Enter the city or town."),
        "province": phrase("Choose the province or territory."),
        "postal_code": phrase("Enter a Canadian postal code, such as A1C 6L9."),
    }

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[Address, AfterValidator(self._of_a_kind)]

    def _of_a_kind(self, address: Address) -> Address:
        kinds = {option.key for option in self.kinds}
        if (address.kind not in kinds) if kinds else address.kind:
            raise AnswerError
        return address

    def comparable(self, raw: Any) -> Any:
        return as_texts(raw)

    def quote(self, raw: Any) -> Any:
        if isinstance(raw, dict):
            return [*labels_of(self.kinds, raw.get("kind")), join_parts(raw, PARTS, " ")]
        return as_text(raw) or NOTHING

    def display(self, value: Address, documents: DocumentNames) -> Lines:  # noqa: ARG002
        kind = label_of(self.kinds, value.kind) if value.kind else None
        place = f"{value.city} ({value.province}){NBSP * 2}{value.postal_code}"
        return tuple(line for line in (kind, value.street, value.unit, place) if line)

    def input_values(self, raw: Any) -> Any:
        return raw

    def choices(self) -> tuple[Option, ...]:
        return self.kinds

    def samples(self) -> tuple[Any, ...]:
        return (SAMPLE, *({**SAMPLE, "kind": option.key} for option in self.kinds))
