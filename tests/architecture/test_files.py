"""Nothing in the project's files belongs to one machine, one network or one person."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import name_of, tracked

# Every host that a file may name; a name without a dot, or one of RFC 2606, is nobody's.
HOSTS = {
    "127.0.0.1": "this machine",
    "amazonses.com": "SES, in records of DNS",
    "apigateway.amazonaws.com": "API Gateway, in policies",
    "checkout.stripe.com": "where people pay by card",
    "events.amazonaws.com": "EventBridge, in policies",
    "exemple.org": "an example, in French",
    "keepachangelog.com": "the form of CHANGELOG.md",
    "malware-protection-plan.guardduty.amazonaws.com": "GuardDuty, in policies",
    "s3.": "S3, whose region is filled in",
    "s3.ca-central-1.amazonaws.com": "the same, filled in",
    "purl.org": "names of XML",
    "semver.org": "how versions are numbered",
    "sts.amazonaws.com": "who gives credentials, in policies",
    "token.actions.githubusercontent.com": "GitHub's tokens, in policies",
    "www.aiim.org": "names of XML",
    "www.apache.org": "the licence's own text",
    "www.contributor-covenant.org": "whose text the code of conduct adapts",
    "www.w3.org": "names of XML",
}
NOBODYS = re.compile(r"[^.]*|.*\b(example(\.(org|com|net))?|test|localhost|invalid)")
URL = re.compile(r"\b(?:https?|wss?)://(?:[^/\s@\"'`)<]*@)?([\w.-]+)")
BARE = re.compile(r"(?<![\w.])(?:[\w-]+\.)+(?:org|com|net|io|dev)\b")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users|tmp|mnt|opt)/")
BINARY = (".png", ".ttf", ".woff2", ".ico", ".mo", ".gz", ".zip", ".pdf")
LOCKS = [path for path in tracked() if re.search(r"requirements.*\.txt|package-lock\.json|\.npmrc", path.name)]


@cache
def _lines() -> list[tuple[str, str]]:
    """Return every line of every text, after its place."""
    texts = [path for path in tracked() if path.suffix not in BINARY and not path.is_symlink()]
    read = [(name_of(path), path.read_text().splitlines()) for path in texts]
    return [(f"{name}:{number}", line) for name, lines in read for number, line in enumerate(lines, 1)]


def test_every_host_that_is_named_is_one_that_may_be() -> None:
    """But in npm's lock, which says who takes donations."""
    lines = [(place, line.lower().replace("\\", "")) for place, line in _lines() if "package-lock.json" not in place]
    named = [(place, host) for place, line in lines for host in URL.findall(line)]
    named += [(place, host) for place, line in lines for host in BARE.findall(line) if not place.startswith("tests/")]
    assert [each for each in named if each[1] not in HOSTS and not NOBODYS.fullmatch(each[1])] == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert [place for place, line in _lines() if MACHINE.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_what_is_locked_does_not_say_where_it_came_from(lock: Path) -> None:
    said = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|\"resolved\"|^registry", re.MULTILINE)
    assert said.findall(lock.read_text()) == []


@pytest.mark.req("SEC65")
@pytest.mark.parametrize("lock", [path for path in LOCKS if path.name.startswith("requirements")], ids=name_of)
def test_every_dependency_is_pinned_and_held_to_its_hashes(lock: Path) -> None:
    wanted = re.split(r"\n(?=[a-z])", lock.read_text())
    assert [each.split()[0] for each in wanted if "==" not in each or "--hash=sha256:" not in each] == []


@pytest.mark.req("SEC59")
@pytest.mark.parametrize("path", [p for p in tracked() if ".chalice" in p.parts], ids=name_of)
def test_no_configuration_holds_what_looks_like_a_secret(path: Path) -> None:
    assert [text for text in _strings(json.loads(path.read_text())) if _looks_drawn(text)] == []


@pytest.mark.parametrize("secret", ["f3a91c07d24e8b6650ac1f9e", "wJalrXUtnFEMI7MDENGbPxRfiCYz", "AKIAIOSFODNN7REALKEY"])
def test_what_looks_like_a_secret_is_found(secret: str) -> None:
    assert _looks_drawn(f"prefix/{secret}")


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _strings(each)


def _looks_drawn(text: str) -> bool:
    """Tell whether a run of letters and digits has more bits to the letter than words have."""
    return any(_bits(run) > 3 for run in re.findall(r"(?=\w*\d)[A-Za-z0-9+=_]{16,}", text))


def _bits(run: str) -> float:
    shares = [count / len(run) for count in Counter(run).values()]
    return -sum(share * math.log2(share) for share in shares)
