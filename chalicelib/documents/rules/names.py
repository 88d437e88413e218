"""File names, made safe to show and to save."""

import re
import unicodedata

from chalicelib.portal.documents import FileType

LONGEST = 120  # characters
EXTENSIONS: dict[FileType, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "png": ("png",),
}
MEDIA_TYPES: dict[FileType, str] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
_EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,4})$")  # « v1.2 » and « Dr. Roy » have none
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # somewhere a path, a device or a pattern


def extension_of(name: str) -> str:
    """Return what the name ends in, in lower case; nothing where that is no extension."""
    found = _EXTENSION.search(name)
    return found[1].lower() if found else ""


def shown_name(raw: str) -> str:
    """Return a name without its folders, control and direction characters, and what is a path or a device somewhere."""
    text = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in text if not unicodedata.category(char).startswith("C"))
    return " ".join(_FORBIDDEN.sub("", seen).split()).strip(". ")


def cut_name(raw: str) -> str:
    """Return a name to say which file it was that is not kept."""
    return shown_name(raw)[:LONGEST]


def tidy_name(raw: str, fallback: str, file_type: FileType) -> str:
    """Return the name to keep: as it is shown, with an extension of its type."""
    name = shown_name(raw)
    extension = extension_of(name)
    ending = f".{extension if extension in EXTENSIONS[file_type] else EXTENSIONS[file_type][0]}"
    stem = _EXTENSION.sub("", name)[: LONGEST - len(ending)].strip(". ")
    return (stem or fallback) + ending
