"""What is changed, which tests are tried with it, and which survivors are answered."""

from pathlib import Path

import pytest

from infra.mutants.answers import Answers, read_answers
from infra.mutants.mutate import Mutant, mutants
from infra.mutants.record import Recorded
from infra.mutants.targets import rounds, targets
from infra.project import ROOT

FILES = {
    "chalicelib/a/__init__.py": "",
    "chalicelib/a/rules.py": "",
    "chalicelib/a/actions/pay.py": "",
    "chalicelib/a/model.py": "",
    "chalicelib/b/actions.py": "from chalicelib.a.rules import may\n",
    "tests/a/test_pay.py": "",
    "tests/a/rules/test_may.py": "import chalicelib.a.rules\n",
    "tests/b/test_b.py": "",
    "tests/c/test_c.py": "",
    "tests/d/test_d.py": "from chalicelib.a.rules import may\n",
    "tests/faults/test_a.py": "from chalicelib.a.rules import may\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_rules_and_actions_are_changed_and_nothing_else(tree: Path) -> None:
    assert targets(None, tree) == ["chalicelib/a/actions/pay.py", "chalicelib/a/rules.py", "chalicelib/b/actions.py"]
    assert targets("b", tree) == ["chalicelib/b/actions.py"]
    assert targets("chalicelib/a/actions", tree) == ["chalicelib/a/actions/pay.py"]


def test_tests_that_import_a_module_come_first_and_those_of_its_users_last(tree: Path) -> None:
    near, further = rounds(["chalicelib/a/rules.py"], tree)
    assert near == ["tests/a/rules/test_may.py", "tests/d/test_d.py", "tests/a/test_pay.py"]
    assert further == ["tests/b/test_b.py"]


def test_a_mutant_is_tried_by_the_tests_of_its_line_first_the_quickest_before_the_others() -> None:
    lines = {"slow": {"r.py": {7}}, "quick": {"r.py": {7}}, "near": {"r.py": {1}}, "far": {"s.py": {7}}}
    seen = Recorded(lines, {"slow": 3.0, "quick": 1.0, "near": 0.1, "far": 0.1})
    assert seen.touching("r.py", 7) == ["quick", "slow", "near"]


def test_an_answer_is_known_by_the_code_wherever_it_stands() -> None:
    answers = Answers.model_validate({"answers": [{"before": "a < b", "after": "a <= b", "why": "never equal"}]})
    survivor = Mutant("any.py", 5, "comparison", "a < b", "a <= b", "")
    assert answers.why(survivor) == "never equal"
    assert answers.why(survivor._replace(after="a > b")) is None


def test_every_answer_is_about_a_mutant_that_can_be_made_today() -> None:
    answered = {(answer.before, answer.after) for answer in read_answers().answers}
    sources = {file: (ROOT / file).read_text() for file in targets(None)}
    files = [file for file, text in sources.items() if any(before in _in_one_line(text) for before, _ in answered)]
    made = {(each.before, each.after) for file in files for each in mutants(file, sources[file])}
    assert answered - made == set()


def _in_one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())
