"""MiniStack: AWS on this machine. It runs in an environment of its own and ends with us."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import urllib3

from infra.project import REGION, ROOT
from infra.trouble import Trouble

PYTHON = ROOT / ".venv-cloud" / "bin" / "python"
PORTS = range(20_000, 30_000)
STARTS_IN, STOPS_IN = 60, 120  # seconds at most


class MiniStack:
    """One run of it; `folder` keeps its state from run to run, where it is to be remembered."""

    def __init__(self, folder: Path, *, remembers: bool) -> None:
        self.folder = folder
        self._remembers = remembers
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._held: IO[str] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._lock()
        scratch = self._scratch()
        forget_stream_positions(self.folder / "lambda.json")
        leash = [sys.executable, "-m", "infra.local.leash", str(PYTHON), "-m", "infra.local.emulator"]
        with (self.folder / "ministack.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603
                leash,
                cwd=ROOT,
                env=self._environment(scratch),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us to hear, and to pass on when the state can be saved
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """End it, with the functions that it runs; it saves its state first."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            if not self._remembers:  # or it would let all of its own threads come to their end
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(STOPS_IN)
            self._process = None
            shutil.rmtree(self.folder / "tmp", ignore_errors=True)
        if self._held:
            self._held.close()

    def _lock(self) -> None:
        """Keep the folder for ourselves, until we are gone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._held = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(f"The local cloud in {self.folder} runs already.") from None

    def _scratch(self) -> Path:
        """Return an empty folder for what the functions are unpacked into."""
        scratch = self.folder / "tmp"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        return scratch

    def _environment(self, scratch: Path) -> dict[str, str]:
        """Return its environment; the functions inherit it, so that there is nothing of ours in it."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_REGION": REGION,
            "LAMBDA_EXECUTOR": "local",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": str(int(self._remembers)),
            "STATE_DIR": str(self.folder),
            "S3_PERSIST": str(int(self._remembers)),
            "S3_DATA_DIR": str(self.folder / "s3"),
            "TMPDIR": str(scratch),
        }

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + STARTS_IN
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            with contextlib.suppress(urllib3.exceptions.HTTPError):
                urllib3.request("GET", f"{self.endpoint}/_ministack/health", retries=False, timeout=1)
                return
            time.sleep(0.1)
        self.stop()
        raise Trouble(f"MiniStack did not start: see {self.folder / 'ministack.log'}")


def free_port() -> int:
    """Return a port that nobody has; it lies below those that the system gives to connections in the meantime."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def forget_stream_positions(state: Path) -> None:
    """Let the streams be read from their start: MiniStack keeps how far it had read, but not what it had read from."""
    if state.exists():
        saved = json.loads(state.read_text())
        saved["payload"].pop("dynamodb_stream_positions", None)
        state.write_text(json.dumps(saved))
