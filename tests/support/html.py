"""What tests read from a page's tree."""

from xml.etree.ElementTree import Element


def texts_of(tree: Element, tag: str) -> list[str]:
    """Return the text of each such element, as it is read."""
    return [" ".join("".join(element.itertext()).split()) for element in tree.iter(tag)]


def values(tree: Element, *attributes: str) -> list[str]:
    """Return what stands in these attributes, anywhere."""
    return [found for element in tree.iter() for name in attributes if (found := element.get(name)) is not None]
