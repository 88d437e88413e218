"""How often an account's files are looked into: a check is paid for before it begins (SECURITY SEC52)."""

from datetime import timedelta

import pytest

from chalicelib.documents.model import DocumentState, RejectedFor
from chalicelib.errors import TooMany
from chalicelib.portal.loader import load
from chalicelib.portal.spans import Limit
from tests.support.documents import OTHER, confirmed, now_is, offered, posted, sent
from tests.support.files import MemoryFiles
from tests.support.world import World


class FunctionEndedError(Exception):
    """The time of the function is over, whatever it was doing."""


class FilesThatTakeTooLong(MemoryFiles):
    looks = 0

    def read(self, key: str, version: str) -> bytes:
        self.looks += 1
        raise FunctionEndedError(key, version)


def _checking(count: int) -> World:
    """Return a portal that makes so many checks an hour."""
    portal = load("social-work")
    documents = portal.policies.documents.replace(checks=Limit(count=count, per=timedelta(hours=1)))
    return World(portal.replace(policies=portal.policies.replace(documents=documents)))


@pytest.mark.req("SEC52")
def test_a_check_that_is_cut_short_is_not_free_again() -> None:
    social = _checking(3)
    social.files = files = FilesThatTakeTooLong()
    document = offered(social)
    posted(social, document)
    for _ in range(3):
        with pytest.raises(FunctionEndedError):
            confirmed(social, document)
    with pytest.raises(TooMany):
        confirmed(social, document)
    assert (files.looks, now_is(social, document).state) == (3, DocumentState.EXPECTED)


@pytest.mark.req("SEC52")
def test_checks_are_counted_over_all_files_of_an_account_and_of_nobody_else() -> None:
    social = _checking(2)
    sent(social)
    assert sent(social, b"no file of ours").rejected_for is RejectedFor.UNKNOWN_TYPE
    document = offered(social)
    posted(social, document)
    with pytest.raises(TooMany):
        confirmed(social, document)
    assert sent(social, folder=OTHER).is_in_hand
    social.clock.advance(hours=1)
    assert confirmed(social, document).is_in_hand


@pytest.mark.req("SEC52")
def test_what_was_checked_is_not_checked_again() -> None:
    social = _checking(1)
    document = sent(social)
    assert confirmed(social, document).is_in_hand
