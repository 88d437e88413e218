"""Text in both languages: neither is a translation of the other, so neither may be missing."""

from typing import Annotated, Literal, get_args

from pydantic import StringConstraints

from chalicelib.record import Record

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(Record):
    """What a person reads, in French and in English."""

    fr: Words
    en: Words

    def __getitem__(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en
