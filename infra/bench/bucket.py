"""A bucket that holds one small file at every key: the bench counts what a document asks of the table."""

from datetime import timedelta

from chalicelib.cloud.files import PostForm, Stored

IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


class OneFile:
    """Has those methods of `Files` that sending a document calls."""

    def form(self, key: str, largest: int, lifetime: timedelta, back: str | None) -> PostForm:  # noqa: ARG002
        return PostForm("https://files.example", {"key": key})

    def find(self, key: str) -> Stored:  # noqa: ARG002
        return Stored("version-1", "etag-1", len(IMAGE), "identity.png")

    def read(self, key: str, version: str) -> bytes:  # noqa: ARG002
        return IMAGE

    def keep(self, key: str, version: str, to: str, media_type: str) -> str:  # noqa: ARG002
        return "version-2"
