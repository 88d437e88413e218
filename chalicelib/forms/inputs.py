"""Answers as they are sent, before the form checks them."""

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from chalicelib.forms.question import Name

LARGEST_PAGE = 64_000  # bytes of a page of a form, all its answers together
Whole = Annotated[int, Field(ge=-(10**15), le=10**15)]
Typed = Annotated[str, StringConstraints(max_length=20_000)]


def _single_fault(raw: object, check: ValidatorFunctionWrapHandler) -> object:
    """Refuse a thing that can be no answer with one fault instead of one for each shape of answers."""
    try:
        return check(raw)
    except ValidationError as error:
        raise ValueError("looks like no answer") from error


Raw = Annotated[Typed | bool | Whole | list[Typed] | dict[Name, Typed | bool], WrapValidator(_single_fault)]
