"""Actions that lose a race read again, a few times."""

import pytest

from chalicelib.cloud.table import Conflict, Key, Unavailable
from chalicelib.unit_of_work import TRIES, retry_on_conflict

LOST = Conflict([Key("ROW", "A")])


class Racer:
    """Loses the first `losses` races, then wins."""

    def __init__(self, losses: int) -> None:
        self.races = 0
        self._losses = losses

    @retry_on_conflict
    def race(self, prize: str) -> str:
        self.races += 1
        if self.races <= self._losses:
            raise LOST
        return prize


@pytest.mark.parametrize("losses", [0, 1, TRIES - 1])
def test_who_wins_in_the_end_has_the_prize(losses: int) -> None:
    racer = Racer(losses)
    assert racer.race("prize") == "prize"
    assert racer.races == losses + 1


@pytest.mark.req("REL28")
def test_who_always_loses_is_told_to_come_later_and_nothing_goes_on_for_ever() -> None:
    racer = Racer(TRIES)
    with pytest.raises(Unavailable):
        racer.race("prize")
    assert racer.races == TRIES


@pytest.mark.parametrize("trouble", [Unavailable("down"), ValueError("ours")])
def test_other_trouble_is_not_tried_again(trouble: Exception) -> None:
    races = []

    @retry_on_conflict
    def race() -> None:
        races.append(1)
        raise trouble

    with pytest.raises(type(trouble)):
        race()
    assert len(races) == 1


def test_a_settled_action_keeps_its_name() -> None:
    assert Racer.race.__name__ == "race"
