"""`make demo` as a person meets it: it says when it is ready, ends at once, leaves nothing behind, and remembers."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.client import Client
from infra.local.demo import PASSWORD
from infra.local.ministack import free_port
from infra.project import ROOT
from tests.support.patience import until

CAMILLE = {"identifier": "camille.tremblay@demo.example", "password": PASSWORD}


@contextmanager
def _demo(folder: Path, port: int, end: signal.Signals) -> Iterator[Client]:
    """Run one portal until the block ends; then end it and see that nothing is left."""
    command = [sys.executable, "-m", "infra.local", "--portal", "social-work", "--folder", str(folder)]
    demo = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert demo.stdout
        said = next(line for line in demo.stdout if line.startswith("ready"))
        assert said == f"ready: http://localhost:{port}\n"
        yield Client(port, "social-work")
        demo.send_signal(end)
        assert demo.wait(30) == (0 if end != signal.SIGKILL else -signal.SIGKILL)
        assert demo.stdout.read() == ""
    finally:
        demo.kill()
        demo.communicate()


def _processes(folder: Path) -> list[str]:
    """Return what still runs on behalf of the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"={folder}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
        except OSError:  # it ended meanwhile, or is not ours
            continue
    return found


def test_however_a_demonstration_ends_nothing_of_it_is_left_running_and_it_remembers_its_people(tmp_path: Path) -> None:
    port = free_port()
    for end, within in ((signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, 10)):
        with _demo(tmp_path, port, end) as client:
            assert _processes(tmp_path)
            assert client.post("/fr/sign-in", CAMILLE).status == 200
            # In the first run: to two people, to five of staff, and of four of them to the administrator.
            assert len(client.get("/dev/mail").json()) == 11
        until(lambda: not _processes(tmp_path), "the end of all processes", within)
