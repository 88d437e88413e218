"""Archives: a ZIP is read from its end, so one can hide behind or in any other file (SECURITY SEC52)."""

_ZIP = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06")  # a file, the list of files, the end; in this order
_OTHERS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF\x00\x00\x00\x00")  # RAR, 7-Zip, Cabinet


def is_archive(content: bytes) -> bool:
    """Tell whether it holds an archive, at whatever place: programs look for one in all of a file."""
    return _holds_zip(content) or any(mark in content for mark in _OTHERS)


def _holds_zip(content: bytes) -> bool:
    at = 0
    for mark in _ZIP:
        at = content.find(mark, at)
        if at < 0:
            return False
    return True
