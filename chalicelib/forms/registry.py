"""The registry of the kinds of question: finds the modules of kinds/ and refuses an incomplete one at import."""

from functools import reduce
from importlib import import_module
from operator import or_
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import Field

from chalicelib.forms import kinds
from chalicelib.forms.question import Question

MESSAGES = ("wrong_message",)  # class variables without which a kind is incomplete


class IncompleteKindError(TypeError):
    """A kind of question lacks one of its pieces."""


def kind_in(module: ModuleType) -> type[Question]:
    """Return the kind that a module of kinds/ defines; raise IncompleteKindError with its name and what it lacks."""
    defined = [each for each in vars(module).values() if _is_kind(each) and each.__module__ == module.__name__]
    if len(defined) != 1:
        raise IncompleteKindError(f"{module.__name__}: a module of kinds defines one question, not {len(defined)}")
    kind: type[Question] = defined[0]
    lacking = [*sorted(kind.__abstractmethods__), *(name for name in MESSAGES if not hasattr(kind, name))]
    name = module.__name__.rpartition(".")[2]
    if get_args(kind.model_fields["type"].annotation) != (name,):
        lacking.append(f'type: Literal["{name}"]')
    if lacking:
        raise IncompleteKindError(f"{module.__name__}: {kind.__name__} lacks {', '.join(lacking)}")
    return kind


def _is_kind(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Question)


def _find_kinds() -> dict[str, type[Question]]:
    """Return the kinds by type, in alphabetical order."""
    names = sorted(path.stem for path in Path(kinds.__path__[0]).glob("[a-z]*.py"))
    return {name: kind_in(import_module(f"{kinds.__name__}.{name}")) for name in names}


KINDS = _find_kinds()

if TYPE_CHECKING:  # a union of classes that are found at run time is no static type
    AskedQuestion = Question
else:
    AskedQuestion = Annotated[reduce(or_, KINDS.values()), Field(discriminator="type")]
