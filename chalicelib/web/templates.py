"""Renders pages and mails. The engine is imported with the first of them: a JSON answer needs none."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.i18n.languages import catalogue
from chalicelib.portal.text import Language

if TYPE_CHECKING:
    from jinja2 import Environment

    from chalicelib.web.engine import Engine


def render(template: str, language: Language, context: Mapping[str, Any]) -> str:
    return environment(language).get_template(template).render(context)


def render_strictly(template: str, language: Language, context: Mapping[str, Any]) -> str:
    """Render; raise UndefinedError where the template uses a name or a field that the context lacks."""
    return strict_environment(language).get_template(template).render(context)


@cache
def strict_environment(language: Language) -> "Environment":
    """Return the engine of a language that takes nothing undefined."""
    from jinja2 import StrictUndefined  # noqa: PLC0415

    return environment(language).overlay(undefined=StrictUndefined)


@cache
def environment(language: Language) -> "Engine":
    """Return the engine that speaks one language."""
    from chalicelib.web.engine import Engine, installed_loader  # noqa: PLC0415

    engine = Engine(installed_loader())
    words = catalogue(language)
    engine.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return engine
