"""A wrong portal file is refused with the file, the key and the reason."""

from pathlib import Path

import pytest

from chalicelib.portal.loader import PortalError, load
from tests.conftest import EXAMPLES

EXAMPLE = EXAMPLES / "example" / "portal.toml"

# (a line of the right file, what stands there instead, the key that is named, the reason that is given)
FAULTS = [
    ("attempts = 3", "atempts = 3", "policies.lockout.atempts", "Extra inputs are not permitted"),
    ("attempts = 3", "attempts = 0", "policies.lockout.attempts", "greater than or equal to 1"),
    ("attempts = 3", 'attempts = "many"', "policies.lockout.attempts", "valid integer"),
    ('duration = "PT4M"', 'duration = "four minutes"', "policies.lockout.duration", "ISO 8601"),
    ('duration = "PT4M"', "duration = 4", "policies.lockout.duration", "ISO 8601"),
    ('duration = "PT4M"', 'duration = "PT0S"', "policies.lockout.duration", "greater than"),
    ('max_age = "P40D"', 'max_age = "PT40D"', "policies.password.max_age", "not a calendar period"),
    ('warning = "PT20S"', 'warning = "PT1M"', "policies.session", "warning < idle"),
    ('recorded_every = "PT3S"', 'recorded_every = "PT20S"', "policies.session", "recorded_every < warning"),
    ('absolute = "PT9M"', 'absolute = "PT59S"', "policies.session", "idle <= absolute"),
    ('theme_color = "#3b3b6d"', 'theme_color = "indigo"', "theme_color", "match pattern"),
    (
        'theme_color = "#3b3b6d"',
        'theme_color = "#3b3b6d"\ntime_zone = "America/Nowhere"',
        "time_zone",
        "not a time zone",
    ),
    ('sender = "no-reply@example.test"', 'sender = "nobody"', "sender", "match pattern"),
    ('en = "Example Counter"', "", "name.en", "Field required"),
    ('fr = "Guichet d’exemple"', 'fr = "  "', "name.fr", "at least 1 character"),
    ('identifiers = ["email"]', "identifiers = []", "audiences.0.identifiers", "at least 1 item"),
    ('identifiers = ["email"]', 'identifiers = ["fax"]', "audiences.0.identifiers.0", "Input should be"),
    ('identifiers = ["email"]', 'identifiers = ["email"]\nchosen = "user_name"', "(whole file)", "must be tell"),
]


def portal_file(folder: Path, text: str | bytes) -> Path:
    """Write a portal `wrong` into the folder."""
    path = folder / "wrong" / "portal.toml"
    path.parent.mkdir()
    for name in ("theme.css", "mark.svg"):
        path.with_name(name).write_text("")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(("line", "instead", "key", "reason"), FAULTS)
def test_a_fault_is_told_with_its_file_its_key_and_its_reason(
    tmp_path: Path, line: str, instead: str, key: str, reason: str
) -> None:
    right = EXAMPLE.read_text()
    assert line in right
    path = portal_file(tmp_path, right.replace(line, instead, 1))
    with pytest.raises(PortalError) as error:
        load("wrong", tmp_path)
    assert f"{path}: {key}: " in str(error.value)
    assert reason in str(error.value)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    wrong = EXAMPLE.read_text().replace("attempts = 3", "attempts = 0").replace('idle = "PT1M"', 'idle = "x"')
    portal_file(tmp_path, wrong)
    with pytest.raises(PortalError) as error:
        load("wrong", tmp_path)
    assert len(str(error.value).splitlines()) == 2


def test_two_audiences_cannot_have_one_key(tmp_path: Path) -> None:
    audience = '[[audiences]]\nkey = "person"\nname = { fr = "F", en = "E" }\nidentifiers = ["email"]\n\n'
    portal_file(tmp_path, EXAMPLE.read_text().replace("[[audiences]]", audience + "[[audiences]]"))
    with pytest.raises(PortalError, match="two audiences have the same key"):
        load("wrong", tmp_path)


@pytest.mark.parametrize("text", ["[name", "é".encode("latin-1")])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: str | bytes) -> None:
    path = portal_file(tmp_path, text)
    with pytest.raises(PortalError, match=str(path)):
        load("wrong", tmp_path)


def test_a_portal_that_does_not_exist_is_named() -> None:
    with pytest.raises(PortalError, match=r"nowhere.*No such file"):
        load("nowhere")


def test_a_portal_says_only_what_it_wants_otherwise_than_the_defaults() -> None:
    policies = load("example", EXAMPLES).policies
    assert (policies.password.min_length, policies.password.max_length) == (11, 256)
