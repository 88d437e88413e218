"""What is wrong in the files of a portal: each fault has its file, its place and its kind; infra/check/ its words."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

T = TypeVar("T", bound=BaseModel)
Place = tuple[int | str, ...]  # the keys from the outside in; what a file lists is named by its key where it has one


class FileFault(NamedTuple):
    """One fault. `model` and `location` say which model refused the value, and where in it."""

    path: Path
    place: Place
    kind: str
    facts: Mapping[str, Any] = {}
    model: type[BaseModel] | None = None
    location: Place = ()


class PortalError(Exception):
    """Files of a portal that can't be used, with all that is wrong in them."""

    def __init__(self, *faults: FileFault) -> None:
        super().__init__("\n".join(f"{each.path}: {_dotted(each.place)}: {each.kind} {each.facts}" for each in faults))
        self.faults = faults


def wrong(kind: str, **facts: Any) -> PydanticCustomError:
    """Return what a model raises of a value that it refuses."""
    return PydanticCustomError(kind, kind, facts)


@contextmanager
def noting(faults: list[FileFault]) -> Iterator[None]:
    """Add the faults of what can't be read to a list, instead of stopping at the first."""
    try:
        yield
    except PortalError as error:
        faults.extend(error.faults)


def refuse(faults: list[FileFault]) -> None:
    """Raise PortalError with each fault once, where there are any: two services may share a page."""
    if faults:
        raise PortalError(*(each for number, each in enumerate(faults) if each not in faults[:number]))


def with_key(key: str, path: Path, data: dict[str, Any], faults: list[FileFault]) -> dict[str, Any]:
    """Return what a file says under its own name; a file that names itself otherwise is at fault."""
    if "key" in data:
        faults.append(FileFault(path, ("key",), "key_is_the_name", {"name": key}))
    return {**data, "key": key}


def checked(model: type[T], path: Path, data: dict[str, Any], faults: Sequence[FileFault] = ()) -> T:
    """Return what a file says; raise PortalError with these faults and all that the model refuses."""
    found, every = None, list(faults)
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        every += [_fault(path, model, data, each) for each in _own_errors(error)]
    refuse(every)
    assert found is not None  # noqa: S101 -- else the model had a fault
    return found


def _own_errors(error: ValidationError) -> list[ErrorDetails]:
    """Return the errors without those of lists that are too short only because an entry of theirs is wrong."""
    errors = error.errors(include_url=False)
    inside = {each["loc"][:depth] for each in errors for depth in range(len(each["loc"]))}
    return [each for each in errors if not (each["type"] == "too_short" and each["loc"] in inside)]


def _fault(path: Path, model: type[BaseModel], data: Any, error: ErrorDetails) -> FileFault:
    facts = {**error.get("ctx", {}), "found": error["input"]}
    return FileFault(path, named(data, error["loc"]), error["type"], facts, model, error["loc"])


def named(data: Any, location: Place) -> Place:
    """Return the place by the keys of its page and question, where the error counts them."""
    names: list[int | str] = []
    for part in location:
        if isinstance(data, dict) and part == data.get("type") and part not in data:
            continue  # a kind of question, which is no place in the file
        data = member(data, part)
        key = member(data, "key") if isinstance(part, int) else None
        names.append(key if isinstance(key, str) else part)
    return tuple(names)


def member(data: Any, *parts: int | str) -> Any:
    """Return what stands there; None where nothing does, which may be the fault."""
    for part in parts:
        if isinstance(data, dict):
            data = data.get(part)
        else:
            data = data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None
    return data


def key_of(table: Mapping[str, Any]) -> str:
    """Return the key of what a file lists; `?` if it has none."""
    key = table.get("key")
    return key if isinstance(key, str) else "?"


def tables(data: Any, *parts: int | str) -> list[dict[str, Any]]:
    """Return the tables that are listed there, without what is none: the model refuses that."""
    found = member(data, *parts)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def texts(data: Any, *parts: int | str) -> list[str]:
    """Return the texts that are listed there, without what is none."""
    found = member(data, *parts)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _dotted(place: Place) -> str:
    return ".".join(map(str, place)) or "(whole file)"
