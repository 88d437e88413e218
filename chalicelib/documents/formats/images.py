"""The size of an image, read from its header: nothing is decoded (SECURITY SEC52)."""

from typing import NamedTuple

_PNG, _PNG_HEADER, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IHDR", b"IEND"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_NO_FRAME = {0xC4, 0xC8, 0xCC}  # among the markers of frames, those that are tables or reserved
_SCAN = 0xDA  # compressed pixels follow


class Size(NamedTuple):
    """In pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def is_png(content: bytes) -> bool:
    return content.startswith(_PNG)


def is_jpeg(content: bytes) -> bool:
    return content.startswith(_JPEG)


def png_size(content: bytes) -> Size | None:
    """Return the size, or None where the file is not whole."""
    if content[12:16] != _PNG_HEADER or _PNG_END not in content:
        return None
    return Size(int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))


def jpeg_size(content: bytes) -> Size | None:
    """Return the size that the frame's header says, or None where there is none."""
    at, end = 2, content.rfind(_JPEG_END)
    while at < end and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if _starts_frame(marker):
            return Size(int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7]))
        if marker == _SCAN:
            return None
        at += 2 + length
    return None


def _starts_frame(marker: int) -> bool:
    return 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME
