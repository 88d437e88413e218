"""Renders pages and mails. The engine is imported with the first of them: a JSON answer needs none."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.i18n.languages import catalogue
from chalicelib.portal.text import Language

if TYPE_CHECKING:
    from chalicelib.web.engine import Engine


def render(template: str, language: Language, context: Mapping[str, Any]) -> str:
    return environment(language).get_template(template).render(context)


def render_strictly(template: str, language: Language, context: Mapping[str, Any]) -> str:
    """Render; raise UndefinedError where the template uses a name or a field that the context lacks."""
    return strict_environment(language).get_template(template).render(context)


@cache
def strict_environment(language: Language) -> "Engine":
    """Return the engine of a language that takes nothing undefined."""
    from jinja2 import StrictUndefined  # noqa: PLC0415

    return _engine(language, StrictUndefined)


@cache
def environment(language: Language) -> "Engine":
    """Return the engine that speaks one language."""
    from jinja2 import Undefined  # noqa: PLC0415

    return _engine(language, Undefined)


def _engine(language: Language, undefined: Any) -> "Engine":
    """Return an engine of its own: a compiled template knows one engine only."""
    from chalicelib.web.engine import Engine, compiled_loader  # noqa: PLC0415

    words, compiled = catalogue(language), compiled_loader(language)
    if compiled:
        engine = Engine(compiled, undefined)
    else:
        from chalicelib.web.template_compiler import Compiler  # noqa: PLC0415

        engine = Compiler(words, undefined)
    engine.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return engine
