"""MiniStack as it is, but for one thing: the processes of all functions share one unpacked copy of the same zip.

It unpacks the zip for each process that it starts: with fifty functions that is most of what a start takes, and
gigabytes. On AWS the code is read-only too, so nobody can tell. Runs in the local cloud's own environment.
"""

import hashlib
import tempfile
import threading
import types
import zipfile
from pathlib import Path

from ministack.app import main
from ministack.core import lambda_runtime


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


if __name__ == "__main__":
    lambda_runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": UnpackedOnce})
    main()
