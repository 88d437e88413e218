"""A bucket in memory: held to the same contract as S3 by tests/cloud/test_files.py."""

from datetime import timedelta
from itertools import count
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from chalicelib.cloud.files import PostForm, Served, Stored
from chalicelib.cloud.table import Unavailable

BUCKET = "https://guichet-test-uploads.files.example"


class Version(NamedTuple):
    """What one upload left; `media_type` is what it was copied as."""

    stored: Stored
    content: bytes
    media_type: str = ""


class MemoryFiles:
    """`versions` has all that lies there, the newest last of its key; `down` makes every call fail."""

    def __init__(self) -> None:
        self.versions: list[tuple[str, Version]] = []
        self.verdicts: dict[str, str] = {}  # version -> what the scanner noted
        self.down = False
        self._count = count(1)

    def form(self, key: str, largest: int, lifetime: timedelta, back: str | None) -> PostForm:
        fields = {"key": key, "largest": str(largest), "seconds": str(int(lifetime.total_seconds()))}
        return PostForm(BUCKET, fields | ({"success_action_redirect": back} if back else {}))

    def post(self, form: dict[str, str], name: str, content: bytes) -> str:
        """Do what a browser does with the form; return the new version, which tests of events need."""
        assert 0 < len(content) <= int(form["largest"]), "S3 would refuse the form"
        return self._put(form["key"], name, content)

    def find(self, key: str) -> Stored | None:
        found = [version.stored for at, version in self._there() if at == key]
        return found[-1] if found else None

    def read(self, key: str, version: str) -> bytes:
        return self._version(key, version).content

    def write(self, key: str, content: bytes, media_type: str) -> None:
        self._put(key, "", content, media_type)

    def verdict(self, key: str, version: str) -> str | None:
        self._version(key, version)
        return self.verdicts.get(version)

    def keep(self, key: str, version: str, to: str, media_type: str) -> str:
        return self._put(to, "", self.read(key, version), media_type)

    def link(self, key: str, version: str, served: Served, lifetime: timedelta) -> str:
        query = {"version": version, "seconds": int(lifetime.total_seconds()), **served._asdict()}
        return f"{BUCKET}/{key}?{urlencode(query)}"

    def delete(self, key: str) -> None:
        self.versions = [(at, version) for at, version in self._there() if at != key]

    def delete_below(self, prefix: str) -> None:
        self.versions = [(at, version) for at, version in self._there() if not at.startswith(prefix)]

    def fetch(self, link: str) -> bytes:
        """Do what a browser does with a link."""
        parts = urlsplit(link)
        return self.read(parts.path[1:], parse_qs(parts.query)["version"][0])

    def keys(self) -> set[str]:
        return {key for key, _ in self.versions}

    def _put(self, key: str, name: str, content: bytes, media_type: str = "") -> str:
        number = next(self._count)
        stored = Stored(f"version-{number}", f'"etag-{number}"', len(content), name)
        self.versions = [*self._there(), (key, Version(stored, content, media_type))]
        return stored.version

    def _version(self, key: str, version: str) -> Version:
        for at, found in self._there():
            if (at, found.stored.version) == (key, version):
                return found
        raise Unavailable("NoSuchVersion")

    def _there(self) -> list[tuple[str, Version]]:
        if self.down:
            raise Unavailable("SlowDown")
        return self.versions
