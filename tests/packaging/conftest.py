"""The package as Lambda would see it: unpacked in a folder, with the dates that the zip has."""

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.build import Package, build

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "-",
    "AWS_SECRET_ACCESS_KEY": "-",
    "AWS_DEFAULT_REGION": "ca-central-1",
    "PORTAL": "psychotherapy",
    "TABLE": "guichet-psychotherapy",
    "SECRET": "guichet-psychotherapy-key",
    "FACTORS_SECRET": "guichet-psychotherapy-factors",
    "CONFIGURATION_SET": "guichet-psychotherapy",
    "UPLOADS": "guichet-psychotherapy-uploads",
    "UPLOADS_ENDPOINT": "https://s3.example.test",
    "SCANNER": "guardduty",
    "RECEIPTS": "guichet-psychotherapy-receipts",
    "PAYMENTS": "stripe",
    "PAYMENTS_SECRET": "guichet-psychotherapy-payments",
    "ORIGIN": "https://psychotherapy.example.org",
}


@pytest.fixture(scope="session")
def package() -> Package:
    return build()


@pytest.fixture(scope="session")
def unpacked(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(package.zip) as archive:
        for entry in archive.infolist():
            date = time.mktime((*entry.date_time, 0, 0, -1))
            os.utime(archive.extract(entry, folder), (date, date))
    return folder


@pytest.fixture(scope="session")
def isolated(unpacked: Path) -> Callable[[str], str]:
    """`isolated(code)` runs it with the package and nothing else; return what it prints."""

    def run(code: str) -> str:
        command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(unpacked)!r})\n{code}"]
        done = subprocess.run(command, env=ENVIRONMENT, cwd=unpacked, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
