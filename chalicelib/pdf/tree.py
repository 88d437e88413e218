"""The tree that screen readers walk: headings, paragraphs, tables with their header cells, each in its language."""

from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.pdf.objects import File, Name, Ref


class Element:
    """A part of the tree: its kind, its language where that is another, and what it holds.

    `scope` is a header cell's: Column or Row. `alt` is what is said for a picture, `box` where that stands.
    """

    def __init__(self, kind: str, lang: str | None = None, scope: str | None = None, alt: str | None = None) -> None:
        self.kind = kind
        self.lang = lang
        self.scope = scope
        self.alt = alt
        self.box: tuple[float, ...] | None = None
        self.kids: list[Element | tuple[int, int]] = []  # elements, and texts by (page, mark)

    def add(self, child: "Element") -> "Element":
        self.kids.append(child)
        return child

    def walk(self) -> Iterator["Element"]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


def put_tree(file: File, root: Ref, top: Element, pages: Sequence[Ref], marks: Sequence[Sequence[Element]]) -> None:
    """Write the tree at `root`; `marks` are the elements of each page's texts, in their order."""
    places = {id(element): file.reserve() for element in top.walk()}
    parents = {id(kid): places[id(element)] for element in top.walk() for kid in element.kids}
    for element in top.walk():
        kids = [_kid(kid, places, pages) for kid in element.kids]
        file.put(places[id(element)], _written(element, parents.get(id(element), root), kids))
    found = [part for page, each in enumerate(marks) for part in (page, [places[id(element)] for element in each])]
    file.put(root, {"Type": Name("StructTreeRoot"), "K": [places[id(top)]], "ParentTree": {"Nums": found}})


def _kid(kid: Element | tuple[int, int], places: dict[int, Ref], pages: Sequence[Ref]) -> Any:
    if isinstance(kid, Element):
        return places[id(kid)]
    page, mark = kid
    return {"Type": Name("MCR"), "Pg": pages[page], "MCID": mark}


def _written(element: Element, parent: Ref, kids: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"Type": Name("StructElem"), "S": Name(element.kind), "P": parent, "K": kids}
    if element.lang:
        found["Lang"] = element.lang
    if element.scope:
        found["A"] = {"O": Name("Table"), "Scope": Name(element.scope)}
    if element.alt:
        found |= {"Alt": element.alt, "A": {"O": Name("Layout"), "BBox": element.box, "Placement": Name("Block")}}
    return found
