"""What compiled templates call for each value that they put out."""

from functools import partial
from typing import Any

from jinja2.runtime import markup_join
from markupsafe import Markup, escape

as_markup = partial(str.__new__, Markup)  # `Markup(text)` of a plain text, without a look at what else it could be


def text_of(value: Any) -> str:
    """Return a value as HTML: as `escape` does, but most texts hold nothing to escape, and none becomes an object."""
    if type(value) is str:
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    return value if type(value) is Markup else escape(value)


def join(parts: tuple[Any, ...]) -> str:
    """Return the parts as one text: as markup, with the others escaped, where one of them is markup."""
    for part in parts:
        if type(part) is not str:
            return markup_join(parts)
    return "".join(parts)
