"""The front's few pages, in both languages at once."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def _engine() -> Environment:
    pages = FileSystemLoader(Path(__file__).with_name("pages"))
    return Environment(loader=pages, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(page: str, **context: Any) -> str:
    return _engine().get_template(page).render(context)
