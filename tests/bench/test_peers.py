"""What other frameworks are measured by is the page that people see here."""

import subprocess
import sys

import pytest

from infra.bench.peers import PEERS
from infra.bench.peers.questions import page
from infra.project import ROOT


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_answers_with_every_question(name: str) -> None:
    command = [sys.executable, "-m", f"infra.bench.peers.{name}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")


def test_the_page_has_questions_of_four_kinds_one_of_which_follows_from_another() -> None:
    questions = page()["questions"]
    assert {each["type"] for each in questions} == {"text", "choice", "long_text", "date"}
    assert [each["when"]["field"] for each in questions if "when" in each] == ["has_former_names"]
