"""A portal's numbers stand in its file: what is written in the code has another reason, and it is given here."""

import ast
from collections.abc import Iterator

from jinja2 import nodes

from chalicelib.web.engine import Engine, source_loader
from tests.architecture.source import ROOT, Module, calls, modules, rooms

SAID_BY_EVERYONE = {0, 0.5, 1, 2}
STATUSES = {202, 204}  # of HTTP, in routes
REASONS = {
    ("accounts/actions/find.py", 8): "digits of an identifier that the portal gives, which proves nothing",
    ("accounts/actions/find.py", 32): "characters of an id",
    ("accounts/actions/profile.py", 5): "entries of the account page's list: a matter of its look",
    ("accounts/routes/sign_in.py", 8): "accounts that a browser's cookie has room for",
    ("accounts/rules/passwords.py", 3): "characters that make a part of a name a word",
    ("accounts/rules/passwords.py", 8): "characters that a password repeats if it is easy to guess",
    ("accounts/rules/passwords.py", 3000): "most common passwords (SECURITY SEC12)",
    ("outbox/rules.py", 20): "doublings after which the longest pause is reached, whatever the policy",
    ("web/formats.py", "timedelta(hours=48)"): "how spans are said: « 24 hours », but « 3 days »",
}
IN_TEMPLATES = {("macros/content.html", 3): "columns of a row", ("frame/footer.html", 60): "seconds of a minute"}


def test_rules_actions_and_routes_hold_no_number_of_a_policy() -> None:
    found = {*_numbers("rules"), *_numbers("actions"), *(n for n in _numbers("routes") if n[1] not in STATUSES)}
    assert found - REASONS.keys() == set()


def test_no_duration_is_written_in_the_code() -> None:
    assert set(_durations()) - REASONS.keys() == set()


def test_every_exception_is_still_one() -> None:
    found = {*_numbers("rules"), *_numbers("actions"), *_numbers("routes"), *_durations()}
    assert REASONS.keys() - found == set()


def test_templates_hold_no_number_of_a_policy() -> None:
    assert set(_numbers_in_templates()) == IN_TEMPLATES.keys()


def _numbers(layer: str) -> Iterator[tuple[str, object]]:
    for module in rooms(layer):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and _is_odd(node.value):
                yield _short(module), node.value


def _numbers_in_templates() -> Iterator[tuple[str, object]]:
    engine, folder = Engine(source_loader()), ROOT / "templates"
    for path in folder.rglob("*.*"):
        for constant in engine.parse(path.read_text()).find_all(nodes.Const):
            if _is_odd(constant.value):
                yield path.relative_to(folder).as_posix(), constant.value


def _is_odd(value: object) -> bool:
    return type(value) in (int, float) and value not in SAID_BY_EVERYONE


def _durations() -> Iterator[tuple[str, str]]:
    """Yield every `timedelta` that is made of numbers; no time at all, `timedelta(0)`, is nobody's policy."""
    for module in modules("chalicelib"):
        for call in calls(module, "timedelta"):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            if any(isinstance(each, ast.Constant) and each.value for each in given):
                yield _short(module), ast.unparse(call)


def _short(module: Module) -> str:
    return module.name.removeprefix("chalicelib/")
