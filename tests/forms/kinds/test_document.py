"""How an answer that is an uploaded document is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.document import DocumentQuestion
from tests.support.answers import is_refused, value


@pytest.mark.parametrize("raw", ["../other", "0" * 31, "G" * 32, "0" * 32 + "\n", ["0" * 32], {"a": "b"}, 5])
def test_a_document_is_named_by_its_id(raw: Any) -> None:
    assert value(DocumentQuestion, "0f" * 16, documents=("diploma",)) == "0f" * 16
    assert is_refused(DocumentQuestion, raw, documents=("diploma",))
