"""Cold starts, counted in instructions: they repeat to a thousandth where times vary by a tenth."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import boto3

from infra.bench.cloud import Bench, variables
from infra.bench.events import Json
from infra.packing.bytecode import compile_tree
from infra.project import REGION
from infra.trouble import Trouble

STARTS = Path(__file__).with_name("starts")
PYTHON = (sys.executable, "-s", "-S", "-P", "-B")  # isolated but for the seed of its hashes
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
BOTO3 = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "urllib3")


class Start(NamedTuple):
    """A program and what it is given."""

    program: str
    arguments: Sequence[str] = ()


class ColdStarts(NamedTuple):
    """Instructions of each start, by its name; `compiled` are the modules that had no byte code."""

    instructions: dict[str, int]
    compiled: list[str]
    zip_bytes: int

    def ratio(self, start: str) -> float:
        return self.instructions[start] / self.instructions["floor"]


def measure(bench: Bench, package: Path, events: Mapping[str, Json]) -> ColdStarts:
    """Start Python, the floor and the app without a request, then the app with each event."""
    unpacked, boto = bench.folder / "package", bench.folder / "boto3"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(unpacked)
    _untrimmed_boto3(boto)
    files = {
        name: _written(bench.folder / f"event-{number}", event) for number, (name, event) in enumerate(events.items())
    }
    starts = {
        "python": Start("nothing.py"),
        "floor": Start("floor.py", [str(boto)]),
        "import": Start("answer.py", [str(unpacked)]),
    }
    starts |= {name: Start("answer.py", [str(unpacked), file]) for name, file in files.items()}
    environment = _environment(bench, unpacked)
    with ThreadPoolExecutor(2) as pool:
        counts = pool.map(lambda start: _instructions(start, environment), starts.values())
        instructions = dict(zip(starts, counts, strict=True))
    without_byte_code = [name for file in files.values() for name in compiled(unpacked, file, environment)]
    return ColdStarts(instructions, without_byte_code, package.stat().st_size)


def _untrimmed_boto3(folder: Path) -> None:
    """Copy what `pip install boto3` puts there, of the version that the app has, and compile it."""
    installed = Path(boto3.__file__).parents[1]
    for name in BOTO3:
        shutil.copytree(installed / name, folder / name)
    shutil.copy(installed / "six.py", folder)
    compile_tree(folder)


def _written(path: Path, event: Json) -> str:
    path.write_text(json.dumps(event))
    return str(path)


def _environment(bench: Bench, package: Path) -> dict[str, str]:
    """Return the environment of a Lambda, but for where AWS is."""
    roots = bench.folder / "roots.pem"
    roots.write_text((package / "botocore" / "cacert.pem").read_text() + bench.tls.certificate.read_text())
    return variables() | {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": bench.tls.endpoint,
        "AWS_CA_BUNDLE": str(roots),
        "AWS_LAMBDA_FUNCTION_NAME": variables()["TABLE"],
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PATH": "/usr/bin:/bin",
        "PYTHONHASHSEED": "0",
    }


def _instructions(start: Start, environment: Mapping[str, str]) -> int:
    done = _run([*VALGRIND, *PYTHON, str(STARTS / start.program), *start.arguments], environment)
    found = re.search(r"I +refs: +([\d,]+)", done.stderr)
    if found is None or done.stdout.strip() not in ("", "200"):
        raise Trouble(f"{start}: {done.stdout}\n{done.stderr}")
    return int(found[1].replace(",", ""))


def compiled(package: Path, event: str, environment: Mapping[str, str]) -> list[str]:
    """Return the modules of the package that had to be compiled on the way to the answer."""
    done = _run([*PYTHON, str(STARTS / "compiled.py"), str(package), event], environment)
    return [line for line in done.stdout.splitlines() if line.endswith(".py")]


def _run(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=True)  # noqa: S603
