"""How an answer that is a declaration is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.declaration import DeclarationQuestion
from tests.support.answers import is_refused, value


@pytest.mark.parametrize("raw", ["yes", True])
def test_a_declaration_is_made(raw: Any) -> None:
    assert value(DeclarationQuestion, raw) == "yes"


@pytest.mark.parametrize("raw", ["no", False, 1, "", ["yes"], {"yes": True}])
def test_or_it_is_not_one(raw: Any) -> None:
    assert is_refused(DeclarationQuestion, raw)
