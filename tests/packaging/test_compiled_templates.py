"""A template that was compiled ahead says what its source says."""

from pathlib import Path

import pytest
from jinja2 import BaseLoader, ModuleLoader

from chalicelib.i18n.languages import catalogue
from chalicelib.portal.text import Language
from chalicelib.web.engine import Engine, source_loader
from infra.packing.templates import compile_into

COUNTED = '{% from "macros/states.html" import days %}{{ days(1) }} {{ days(2) }}'


def rendered(loader: BaseLoader, language: Language) -> str:
    engine, words = Engine(loader), catalogue(language)
    engine.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return engine.from_string(COUNTED).render()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sentence_with_a_number_reads_the_same(tmp_path: Path, language: Language) -> None:
    compiled = ModuleLoader(compile_into(tmp_path))
    assert rendered(compiled, language) == rendered(source_loader(), language)
