"""Text stands in both languages, neither of them empty."""

import pytest
from pydantic import ValidationError

from chalicelib.portal.text import LANGUAGES, Text


@pytest.mark.req("X1")
def test_text_is_had_by_language() -> None:
    text = Text(fr="Ordre", en="College")
    assert [text[language] for language in LANGUAGES] == ["Ordre", "College"]


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    "given", [{"fr": "Ordre"}, {"en": "College"}, {"fr": "Ordre", "en": " "}, {"fr": "", "en": "E"}]
)
def test_text_in_one_language_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate(given)


def test_the_space_around_text_is_no_part_of_it() -> None:
    assert Text(fr=" Ordre\n", en="College").fr == "Ordre"
