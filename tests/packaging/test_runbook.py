"""Every alarm leads to its page of the runbook, and every page is some alarm's or in the list of others."""

import re

import pytest

from infra.project import INFRA, ROOT
from tests.support.cloudformation import resources

EDGE = (INFRA / "edge.yaml").read_text()
ALARMS = sorted(re.findall(r"^  (\w+):\n    Type: AWS::CloudWatch::Alarm$", EDGE, re.MULTILINE))
RUNBOOK = ROOT / "docs" / "runbook"
OTHERS = {"README.md", "rollback.md", "locked-out.md", "reference.md", "metrics.md", "replace-the-key.md", "keys.md"}


def _page(alarm: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"-\1", alarm).lower() + ".md"


def test_there_are_alarms() -> None:
    assert len(ALARMS) > 20


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_leads_to_its_page_which_says_what_to_do(alarm: str) -> None:
    described = resources(INFRA / "edge.yaml")[alarm]["AlarmDescription"]
    assert described.endswith(f". See docs/runbook/{_page(alarm)}")
    text = (RUNBOOK / _page(alarm)).read_text()
    assert f"Alarm `{alarm}`." in text
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == ["Look", "Do"]


def test_no_page_is_left_over_and_the_list_has_all() -> None:
    pages = {path.name for path in RUNBOOK.iterdir()}
    assert pages == {_page(alarm) for alarm in ALARMS} | OTHERS
    assert set(re.findall(r"\]\(([\w-]+\.md)\)", (RUNBOOK / "README.md").read_text())) == pages - {"README.md"}


def test_every_query_that_a_page_names_is_saved() -> None:
    named = {name for path in RUNBOOK.iterdir() for name in re.findall(r"saved query `(\w+)`", path.read_text())}
    saved = {query.partition("/")[2] for query in re.findall(r'Name: !Sub "(guichet-\$\{Stage\}/[\w -]+)"', EDGE)}
    assert named
    assert named <= saved


def test_every_command_that_a_page_names_is_one() -> None:
    named = {name for path in RUNBOOK.iterdir() for name in re.findall(r"infra\.ops ([\w-]+)", path.read_text())}
    assert named == {"run", "doctor", "rollback", "dead-letters", "redrive", "status", "unlock", "keys", "integrations"}
