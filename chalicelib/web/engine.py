"""The template engine: Jinja2 with our settings, and the loader of the templates that the package holds compiled."""

from collections.abc import MutableMapping
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

from jinja2 import BaseLoader, Environment, ModuleLoader, Undefined, select_autoescape

from chalicelib.portal.text import Language

COMPILED = "templates_compiled"  # the package that the build makes, so that no cold start compiles a template
MACRO = "macro_"  # how the compiler begins the name of the function that it makes of a macro


class Engine(Environment):
    """Jinja's environment with our settings. It renders what was compiled for its language."""

    def __init__(self, loader: BaseLoader, undefined: type[Undefined] = Undefined) -> None:
        super().__init__(
            loader=loader,
            undefined=undefined,
            extensions=["jinja2.ext.i18n"],
            autoescape=select_autoescape(("html",), default_for_string=True),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.newstyle_gettext = True  # compiled into the templates: the build has to know it too
        self.libraries = Libraries(self)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return one plain dict: Jinja's chain of them costs a page with many imports a quarter of its time."""
        return {**self.globals, **(d or {})}


class Libraries(dict[str, SimpleNamespace]):
    """The functions that macros were compiled to, by the name of their template; loaded when first used."""

    def __init__(self, engine: Environment) -> None:
        self._engine = engine

    def __missing__(self, name: str) -> SimpleNamespace:
        compiled = self._engine.get_template(name).root_render_func.__globals__
        self[name] = SimpleNamespace(**{key: value for key, value in compiled.items() if key.startswith(MACRO)})
        return self[name]


def compiled_loader(language: Language) -> BaseLoader | None:
    """Return the loader of the templates that the build compiled for the language; None in a checkout."""
    package = find_spec(COMPILED)
    places = package.submodule_search_locations if package else None
    return ModuleLoader([f"{place}/{language}" for place in places]) if places else None
