"""A portal's life on AWS by `chalice deploy`, on moto's server: what stood after each step, and what was said."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import boto3
import pytest
import urllib3

from infra.local.ministack import free_port
from infra.project import REGION, ROOT
from tests.chalice_deploy.call import sign_up
from tests.chalice_deploy.standing import Json, Standing

STAGE = "psychotherapy-production"
STARTS_IN = 60  # seconds at most
CHALICE = str(Path(sys.executable).with_name("chalice"))
OURS = (sys.executable, "-m", "infra.chalice_deploy")


class Cloud:
    """Moto's server, and a shell whose credentials are for it; no region is set in it."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        others = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        keys = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
        self.environment = {**others, **keys, "AWS_ENDPOINT_URL": self.endpoint, "AWS_EC2_METADATA_DISABLED": "true"}
        self.session = boto3.Session("AKIDEXAMPLE", "example", region_name=REGION)
        self.standing = Standing(self.session, self.endpoint)

    def run(self, *command: str, at: Path = ROOT) -> str:
        """Return what a command says; it must succeed."""
        code, said = self.tried(*command, at=at)
        assert code == 0, said
        return said

    def tried(self, *command: str, at: Path = ROOT, **variables: str) -> tuple[int, str]:
        """Return how a command ends, and what it says."""
        environment = {**self.environment, **variables}
        done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        return done.returncode, done.stdout + done.stderr


class Story(NamedTuple):
    """`first` is what stood after the first deployment and its completion, and so on."""

    first: Json
    done: str
    done_again: str
    answer: Json
    rows: int
    record: str
    record_found: str
    second: Json
    taken_down: Json
    kept: set[str]


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    port, log = free_port(), tmp_path_factory.mktemp("moto") / "log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "tests.chalice_deploy.moto_server", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)  # noqa: S603
        cloud = Cloud(port)
        _wait(cloud, server, log)
        yield cloud
        server.kill()
        server.wait()


def _wait(cloud: Cloud, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_IN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib3.request("GET", f"{cloud.endpoint}/moto-api/data.json", retries=False, timeout=5)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def folder(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that README names, for one stage whose data stack stands."""
    place = tmp_path_factory.mktemp("chalice") / STAGE
    cloud.run(*OURS, "data", STAGE)
    cloud.run(*OURS, "folder", STAGE, "--any-python", "--at", str(place))
    return place


@pytest.fixture(scope="session")
def story(cloud: Cloud, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = shutil.copytree(folder, tmp_path_factory.mktemp("story") / STAGE, symlinks=True)  # which goes at the end
    cloud.run(CHALICE, "deploy", "--stage", STAGE, at=folder)
    done = cloud.run(*OURS, "complete", STAGE)
    first = cloud.standing.everything()
    done_again = cloud.run(*OURS, "complete", STAGE)
    answer = sign_up(cloud.standing, folder, tmp_path_factory.mktemp("task"), cloud.environment)
    record = folder / ".chalice" / "deployed" / f"{STAGE}.json"
    recorded = record.read_text()
    shutil.rmtree(folder)
    cloud.run(*OURS, "folder", STAGE, "--any-python", "--at", str(folder))
    record_found = record.read_text()
    cloud.run(CHALICE, "deploy", "--stage", STAGE, at=folder)
    cloud.run(*OURS, "complete", STAGE)
    second = cloud.standing.everything()
    cloud.run(*OURS, "delete", STAGE, "--at", str(folder))
    client = cloud.session.client("dynamodb", endpoint_url=cloud.endpoint)
    rows = client.scan(TableName=f"guichet-{STAGE}", Select="COUNT")["Count"]
    stacks = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint).describe_stacks()["Stacks"]
    kept = {stack["StackName"] for stack in stacks}
    return Story(
        first, done, done_again, answer, rows, recorded, record_found, second, cloud.standing.everything(), kept
    )
