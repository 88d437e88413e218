"""How people are let in where accounts are given and not taken (REQUIREMENTS A7, S5)."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.portal.spans import Count, Limit, SharedLimit, UpToAYear
from chalicelib.record import Record


class RequestPolicy(Record):
    """What people ask for on a form that staff check (REQUIREMENTS A7, S5). Each kind is a form of this name."""

    kinds: Annotated[tuple[Literal["access", "recovery"], ...], Field(min_length=1)]
    forms: SharedLimit  # from one network address
    overall: Limit  # in the whole portal
    kept: UpToAYear  # after the answer


class AccessCodePolicy(Record):
    """Whether a company's employees share a code (each with a name of their own under it), or have one each."""

    use: Literal["shared", "single"]
    most_people: Annotated[Count, Field(le=80)]  # under one code: an email to each of them fits into one change
