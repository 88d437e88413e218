"""How an answer that is an email address is checked."""

import pytest

from chalicelib.forms.kinds.email import EmailQuestion
from tests.support.answers import is_refused, value


@pytest.mark.parametrize("raw", ["zoe@example.org", "Zoé@exemple.example", "a+b@example.org"])
def test_an_email_address_is_one(raw: str) -> None:
    assert value(EmailQuestion, f" {raw} ") == raw


@pytest.mark.parametrize(
    "raw", ["zoe", "zoe@", "zoe@example", "a b@example.org", "<z@example.org>", "z\x00@example.org"]
)
def test_what_is_no_email_address_is_refused(raw: str) -> None:
    assert is_refused(EmailQuestion, raw)
