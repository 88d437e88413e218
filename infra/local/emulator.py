"""MiniStack as it is, but for three things that only cost time; nobody who asks it can tell.

- The processes of all functions share one unpacked copy of the same zip. It unpacks the zip for each process that it
  starts, and there are ten for each portal that could: that is most of what a start takes, and gigabytes. On AWS the
  code is read-only too.
- A page's answer does not wait for what its function logs, which is nothing: what comes later is kept with the next.
- Streams are looked at four times a second, as Lambda does, not once.

Runs in the local cloud's own environment.
"""

import hashlib
import logging
import tempfile
import threading
import time
import types
import zipfile
from pathlib import Path

from ministack.app import main
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

log = logging.getLogger("streams")
PAGES = "app.app"  # the function that answers; the others are jobs, whose logs are read
PATIENCE = 0.005  # seconds in which the first line of a page's log comes, if it comes
BETWEEN_LOOKS = 0.25  # seconds


class UnpackedOnce(zipfile.ZipFile):
    """A zip of which all extractions lead to the first one."""

    _lock = threading.Lock()
    _folders: dict[str, str] = {}  # noqa: RUF012 -- shared on purpose: digest of the zip -> where it lies unpacked

    def extractall(self, path: str) -> None:  # type: ignore[override]
        """Put a link at `path`, which is an empty folder."""
        with Path(str(self.filename)).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        with self._lock:
            if digest not in self._folders:
                folder = tempfile.mkdtemp(prefix="code-")
                super().extractall(folder)
                self._folders[digest] = folder
        Path(path).rmdir()
        Path(path).symlink_to(self._folders[digest])


class PromptWorker(lambda_runtime.Worker):  # type: ignore[misc]
    """A function's process, which others wait for until its log is read: pages' is read where it is there already."""

    def _drain_stderr_bounded(self) -> str:
        answers_pages = self.config.get("Handler") == PAGES
        log: str = super()._drain_stderr_bounded(**({"first_line_wait": PATIENCE} if answers_pages else {}))
        return log


def poll_streams() -> None:
    """Hand what is new in the tables' streams to the functions that listen, for ever."""
    while True:
        found = False
        try:
            found = lambda_svc._poll_dynamodb_streams()  # noqa: SLF001 -- what MiniStack's own loop calls
        except Exception:
            log.exception("a look at the streams failed")
        if not found:
            time.sleep(BETWEEN_LOOKS)


if __name__ == "__main__":
    lambda_runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": UnpackedOnce})
    lambda_runtime.Worker = PromptWorker
    lambda_svc._poll_loop = poll_streams  # noqa: SLF001
    main()
