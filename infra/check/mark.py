"""Checks a portal's mark.svg: that it is an SVG image, and a drawing alone."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from chalicelib.portal.faults import FileFault

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = (  # the elements that it may have
    *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"),
    *("symbol", "linearGradient", "radialGradient", "stop", "clipPath", "mask"),
)
MOST_BYTES = 20_000
MEASURES = 4  # of a viewBox


def mark_faults(path: Path) -> Iterator[FileFault]:
    """Yield what is wrong with a mark."""
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        yield FileFault(path, (), "large_mark", {"bytes": len(content), "most": MOST_BYTES})
    try:
        root = _parsed(content)
    except ET.ParseError as error:
        yield FileFault(path, (), "no_svg", {"reason": str(error)})
        return
    if root.tag != f"{SVG}svg":
        yield FileFault(path, (), "no_svg", {"reason": f"<{root.tag.rpartition('}')[2]}>"})
        return
    if not _is_measured(root.get("viewBox", "")):
        yield FileFault(path, (), "no_view_box")
    names = dict.fromkeys(name for element in root.iter() for name in _not_drawing(element))
    yield from (FileFault(path, (), "not_drawing", {"name": name}) for name in names)


def _parsed(content: bytes) -> ET.Element:
    """Return the root; refuse a DTD, whose entities could be anything."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ET.ParseError("<!DOCTYPE>")
    return ET.fromstring(content)  # noqa: S314 -- no DTD, and the body's own file


def _is_measured(view_box: str) -> bool:
    parts = view_box.replace(",", " ").split()
    try:
        return len(parts) == MEASURES and min(map(float, parts[2:])) > 0
    except ValueError:
        return False


def _not_drawing(element: ET.Element) -> Iterator[str]:
    """Yield what an element has that runs, writes, or is fetched from elsewhere."""
    name = element.tag.removeprefix(SVG)
    if name not in DRAWING:
        yield f"<{name.rpartition('}')[2]}>"
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2]
        if plain.startswith("on") or plain == "style":
            yield plain
        elif (plain == "href" and not value.startswith("#")) or "url(" in value.replace("url(#", ""):
            yield f'{plain}="{value}"'
