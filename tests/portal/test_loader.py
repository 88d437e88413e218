"""A wrong portal file is refused with the file, the key and the kind of fault."""

from pathlib import Path

import pytest

from chalicelib.portal.faults import PortalError
from chalicelib.portal.loader import load
from tests.conftest import EXAMPLES

EXAMPLE = EXAMPLES / "example" / "portal.toml"

# (a line of the right file, what stands there instead, the key that is named, the kind of fault)
FAULTS = [
    ("attempts = 3", "atempts = 3", "policies.lockout.atempts", "extra_forbidden"),
    ("attempts = 3", "attempts = 0", "policies.lockout.attempts", "greater_than_equal"),
    ("attempts = 3", 'attempts = "many"', "policies.lockout.attempts", "int_type"),
    ('duration = "PT4M"', 'duration = "four minutes"', "policies.lockout.duration", "span"),
    ('duration = "PT4M"', "duration = 4", "policies.lockout.duration", "span"),
    ('duration = "PT4M"', 'duration = "PT0S"', "policies.lockout.duration", "greater_than"),
    ('max_age = "P40D"', 'max_age = "PT40D"', "policies.password.max_age", "period"),
    ('warning = "PT20S"', 'warning = "PT1M"', "policies.session", "session_order"),
    ('recorded_every = "PT3S"', 'recorded_every = "PT20S"', "policies.session", "session_order"),
    ('resets = { count = 1, per = "PT4M" }', 'resets = { count = 1, per = "PT6M" }', "policies", "resets_too_rare"),
    ('absolute = "PT9M"', 'absolute = "PT59S"', "policies.session", "session_order"),
    ("count = 20, ", "count = 1, ", "policies.limits.sign_in_failures", "more_when_spent"),
    ('theme_color = "#3b3b6d"', 'theme_color = "indigo"', "theme_color", "string_pattern_mismatch"),
    (
        'theme_color = "#3b3b6d"',
        'theme_color = "#3b3b6d"\ntime_zone = "America/Nowhere"',
        "time_zone",
        "time_zone",
    ),
    ('sender = "no-reply@example.test"', 'sender = "nobody"', "sender", "string_pattern_mismatch"),
    ('en = "Example Counter"', "", "name.en", "missing"),
    ('fr = "Guichet d’exemple"', 'fr = "  "', "name.fr", "string_too_short"),
    ('identifiers = ["email"]', "identifiers = []", "audiences.person.identifiers", "too_short"),
    ('identifiers = ["email"]', 'identifiers = ["fax"]', "audiences.person.identifiers.0", "literal_error"),
    (
        'identifiers = ["email"]',
        'identifiers = ["email"]\nchosen = "email"',
        "policies.sign_up.duplicate_address",
        "chosen_is_told",
    ),
]


def portal_file(folder: Path, text: str | bytes) -> Path:
    """Write a portal `wrong` into the folder."""
    path = folder / "wrong" / "portal.toml"
    path.parent.mkdir()
    for name in ("theme.css", "mark.svg"):
        path.with_name(name).write_text("")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(("line", "instead", "key", "kind"), FAULTS)
def test_a_fault_is_told_with_its_file_its_key_and_its_kind(
    tmp_path: Path, line: str, instead: str, key: str, kind: str
) -> None:
    right = EXAMPLE.read_text()
    assert line in right
    path = portal_file(tmp_path, right.replace(line, instead, 1))
    with pytest.raises(PortalError) as error:
        load("wrong", tmp_path)
    assert [(each.path, ".".join(map(str, each.place)), each.kind) for each in error.value.faults] == [
        (path, key, kind)
    ]


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    wrong = EXAMPLE.read_text().replace("attempts = 3", "attempts = 0").replace('idle = "PT1M"', 'idle = "x"')
    portal_file(tmp_path, wrong)
    with pytest.raises(PortalError) as error:
        load("wrong", tmp_path)
    assert len(str(error.value).splitlines()) == 2


def test_two_audiences_cannot_have_one_key(tmp_path: Path) -> None:
    audience = '[[audiences]]\nkey = "person"\nname = { fr = "F", en = "E" }\nidentifiers = ["email"]\n\n'
    portal_file(tmp_path, EXAMPLE.read_text().replace("[[audiences]]", audience + "[[audiences]]"))
    with pytest.raises(PortalError, match=r"stands_twice.*person"):
        load("wrong", tmp_path)


@pytest.mark.parametrize("text", ["[name", "é".encode("latin-1")])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: str | bytes) -> None:
    path = portal_file(tmp_path, text)
    with pytest.raises(PortalError, match=str(path)):
        load("wrong", tmp_path)


def test_a_portal_that_does_not_exist_is_named() -> None:
    with pytest.raises(PortalError, match=r"nowhere.*no_file"):
        load("nowhere")


def test_a_portal_says_only_what_it_wants_otherwise_than_the_defaults() -> None:
    policies = load("example", EXAMPLES).policies
    assert (policies.password.min_length, policies.password.max_length) == (11, 256)
