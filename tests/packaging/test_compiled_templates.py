"""Templates that were compiled ahead say what their sources say, each set in its own language."""

from pathlib import Path

import pytest
from jinja2 import ModuleLoader

from chalicelib.i18n.languages import catalogue
from chalicelib.portal.text import Language
from chalicelib.web.engine import Engine
from infra.packing.templates import compile_into


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_into(tmp_path_factory.mktemp("vendor"))


@pytest.mark.parametrize(("language", "days"), [("fr", ("1 jour", "2 jours")), ("en", ("1 day", "2 days"))])
def test_a_sentence_with_a_number_is_in_the_language_of_its_set(
    compiled: Path, language: Language, days: tuple[str, str]
) -> None:
    engine, words = Engine(ModuleLoader(compiled / language)), catalogue(language)
    engine.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    context = engine.get_template("macros/states.html").new_context()
    states = engine.libraries["macros/states.html"]
    assert (states.macro_days(context, 1), states.macro_days(context, 2)) == days


@pytest.mark.parametrize(("language", "title"), [("fr", "Votre session a pris fin"), ("en", "Your session ended")])
def test_constant_words_are_in_the_compiled_template(compiled: Path, language: Language, title: str) -> None:
    loader = ModuleLoader(compiled / language)
    page = Engine(loader).get_template("pages/session-over.html")
    assert "".join(page.blocks["title"](page.new_context())) == title
