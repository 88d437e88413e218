"""The keys and values that a model allows at a place of its file: what a wrong one is told to be near to."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from chalicelib.forms.page import FormPage
from chalicelib.forms.service import Service
from chalicelib.portal.faults import Place
from chalicelib.portal.model import Portal

BESIDE = ("key", "theme", "mark")  # said by the folder's name and by files of their own
WHOLE_FILES = (Portal, Service, FormPage)


def keys_at(model: type[BaseModel], location: Place) -> list[str]:
    """Return the keys that may stand in the table at the place; none if no table belongs there."""
    hints: list[Any] = [model]
    for part in location:
        hints = [inner for hint in hints for inner in _inside(hint, part, len(hints))]
    beside = BESIDE if not location and model in WHOLE_FILES else ()
    names = [name for hint in hints if _is_model(hint) for name in hint.model_fields if name not in beside]
    return list(dict.fromkeys(names))


def _inside(hint: Any, part: int | str, alternatives: int) -> Iterator[Any]:
    """Yield what may stand in a value of this type at the key or number, or the model that a tag chooses."""
    if isinstance(part, int):
        if get_origin(hint) is tuple:
            yield from _flat(get_args(hint)[0])
    elif _is_model(hint):
        if alternatives > 1 and part in _tags(hint):
            yield hint
        elif part in hint.model_fields:
            yield from _flat(hint.model_fields[part].annotation)


def _flat(hint: Any) -> Iterator[Any]:
    """Yield the alternatives of a type, without None and what annotates them."""
    if get_origin(hint) is Annotated:
        yield from _flat(get_args(hint)[0])
    elif get_origin(hint) in (Union, UnionType):
        yield from (inner for each in get_args(hint) for inner in _flat(each))
    elif hint is not NoneType:
        yield hint


def _tags(model: type[BaseModel]) -> tuple[str, ...]:
    return get_args(model.model_fields["type"].annotation) if "type" in model.model_fields else ()


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)
