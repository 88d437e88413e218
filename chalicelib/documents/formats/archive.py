"""Archives: a ZIP is read from its end, so one can hide behind any other file (SECURITY SEC52)."""

_END, _END_SIZE = b"PK\x05\x06", 22  # the record at the end, but for the comment that it says the length of


def is_archive(content: bytes) -> bool:
    at = content.rfind(_END)
    comment = int.from_bytes(content[at + 20 : at + _END_SIZE], "little")
    return at >= 0 and at + _END_SIZE + comment == len(content)
