"""QR codes, as SVG for pages and as modules for PDF files."""


def svg(text: str) -> str:
    """Return an SVG element of it, to stand in a page: black on white whatever the page's colours, for cameras."""
    import segno  # noqa: PLC0415 -- one page only

    return segno.make_qr(text).svg_inline(light="#fff", svgclass="app-qr", lineclass=None, omitsize=True)


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return its squares row by row, True where one is black, with the white edge that cameras need."""
    import segno  # noqa: PLC0415 -- one paper only

    return tuple(tuple(bool(square) for square in row) for row in segno.make_qr(text).matrix_iter())
