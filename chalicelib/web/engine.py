"""The template engine: Jinja2, with the sources in a checkout and compiled templates in the package."""

from collections.abc import MutableMapping
from importlib.util import find_spec
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, ModuleLoader, PackageLoader, PrefixLoader, select_autoescape

COMPILED = "templates_compiled"  # the package that the build makes, so that no cold start compiles a template


class Engine(Environment):
    """Jinja's environment with our settings. It says nothing by itself: words come with a language."""

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            extensions=["jinja2.ext.i18n"],
            autoescape=select_autoescape(("html",), default_for_string=True),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.newstyle_gettext = True  # compiled into the templates: the build has to know it too

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return one plain dict: Jinja's chain of them costs a page with many imports a quarter of its time."""
        return {**self.globals, **(d or {})}


def installed_loader() -> BaseLoader:
    """Return the loader of the compiled templates where there are any, of the sources otherwise."""
    compiled = find_spec(COMPILED)
    places = compiled.submodule_search_locations if compiled else None
    return ModuleLoader(list(places)) if places else source_loader()


def source_loader() -> BaseLoader:
    """Return the loader of the templates' sources: ours, and the components of govuk_frontend_jinja."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return ChoiceLoader([PackageLoader("templates", ""), components])
