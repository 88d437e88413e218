"""Empties what no loader reads of a shared object, such as symbols for debuggers: zeros take no place in a zip.

`strip` would cut them off, and is a tool of binutils that a machine may lack.
"""

import struct
from pathlib import Path

SECTIONS = struct.Struct("<40xQ10xHHH")  # of an ELF file of 64 bits: offset of its table, then size, number and names
SECTION = struct.Struct("<4xIQ8xQQ")  # kind, flags, offset, size
LOADED = 2  # the flag of what is in memory at run time
EMPTY = (0, 8)  # kinds without content in the file


def empty_unloaded(library: Path) -> None:
    content = bytearray(library.read_bytes())
    table, size, number, names = SECTIONS.unpack_from(content)
    for index in range(number):
        kind, flags, offset, length = SECTION.unpack_from(content, table + index * size)
        if index != names and kind not in EMPTY and not flags & LOADED:
            content[offset : offset + length] = bytes(length)
    library.write_bytes(content)
