"""CSV for spreadsheets: UTF-8 that they recognise, and text that cannot be run as a formula (SECURITY SEC63)."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

MEDIA_TYPE = "text/csv; charset=utf-8"
MARK = "\ufeff"  # spreadsheets read the file as UTF-8 by it
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # how one begins

Cell = str | int | None


def sheet(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the rows as CSV. A number stays one, its sign too."""
    written = StringIO(newline="")
    csv.writer(written).writerows([_cell(cell) for cell in row] for row in rows)
    return MARK + written.getvalue()


def _cell(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
