"""Tickets: signed for one step, one person and one state of the person's record."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.authentication.model import Claimant, Ticket
from chalicelib.authentication.rules.tickets import read_ticket, write_ticket
from chalicelib.cloud.keyring import Keyring
from tests.support.claimants import MAYA, NOAH

KEYRING = Keyring(b"a key for tests, and only for them")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TICKET = Ticket("sign-in", "nonce", NOON, KEYRING.newest)
TEXT = "77777777777777777777777777777777.nonce.1772452800.vbvgE-DoFDBx0gTNZRfjKKOIVrhEnCbZhBm4faD2L80"
LATER = TEXT.replace(f"{NOON.timestamp():.0f}", f"{NOON.timestamp() + 60:.0f}")  # than it was signed for
EARLIER = NOON - timedelta(seconds=1)


def test_it_is_written_with_its_owner_nonce_end_and_signature() -> None:
    assert write_ticket(KEYRING, TICKET, MAYA) == TEXT


@pytest.mark.parametrize(("now", "found"), [(EARLIER, TICKET), (NOON, None), (NOON + timedelta(days=1), None)])
def test_it_is_valid_until_its_end(now: datetime, found: Ticket | None) -> None:
    assert read_ticket(KEYRING, TEXT, "sign-in", MAYA, now) == found


def test_it_is_void_for_another_step() -> None:
    assert read_ticket(KEYRING, TEXT, "factor", MAYA, EARLIER) is None


@pytest.mark.parametrize(
    "claimant",
    [NOAH, MAYA._replace(version=6), MAYA._replace(realm="staff"), NOAH._replace(id=MAYA.id, version=4)],
    ids=["another person", "a written record", "another realm", "an earlier record"],
)
def test_it_is_void_for_anyone_else_and_once_the_record_is_written(claimant: Claimant) -> None:
    assert read_ticket(KEYRING, TEXT, "sign-in", claimant, EARLIER) is None


def test_it_is_void_under_another_key() -> None:
    other = Keyring(b"another key for tests, only for them")
    assert read_ticket(other, TEXT, "sign-in", MAYA, EARLIER) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "...",
        "0.n.1.m",
        "é" * 40,
        TEXT + ".x",
        TEXT[:-1],
        TEXT.replace("nonce", "other"),
        LATER,
    ],
)
def test_a_text_that_was_not_signed_is_no_ticket(text: str) -> None:
    assert read_ticket(KEYRING, text, "sign-in", MAYA, EARLIER) is None
