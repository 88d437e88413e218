"""Puts the words of a language into a template: `_("…")` becomes the sentence, cut where its variables stand."""

import re
from collections.abc import Iterator
from gettext import NullTranslations

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

NAMES = {"_", "gettext"}
PLACE = re.compile(r"%\((\w+)\)s|%(%)")


class Speaker(NodeTransformer):
    """Says every constant sentence; `escapes` where the template is of markup, so that its words are too."""

    def __init__(self, words: NullTranslations, *, escapes: bool) -> None:
        self._words = words
        self._text = Markup if escapes else str

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        """Put the parts of a sentence beside the markup around it."""
        spoken = [part for child in node.nodes for part in self._output(child)]
        return nodes.Output(spoken, lineno=node.lineno, environment=node.environment)

    def _output(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        if isinstance(node, nodes.Call) and _is_sentence(node):
            yield from self._parts(node)
        else:
            yield self.visit(node)

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        if not _is_sentence(node):
            called: nodes.Expr = self.generic_visit(node)  # type: ignore[assignment]
            return called
        parts = list(self._parts(node))
        if len(parts) == 1:
            return parts[0]
        return nodes.Concat(parts, lineno=node.lineno, environment=node.environment)

    def _parts(self, node: nodes.Call) -> Iterator[nodes.Expr]:
        """Yield the words as constants, and what stands between them."""
        said = self._words.gettext(node.args[0].value)  # type: ignore[attr-defined]  # a constant: _is_sentence
        values = {named.key: named.value for named in node.kwargs}
        begin, words = 0, ""
        for place in PLACE.finditer(said):
            words += said[begin : place.start()]
            begin = place.end()
            if place[2]:
                words += "%"
                continue
            yield self._constant(words, node)
            yield self.visit(values[place[1]])
            words = ""
        yield self._constant(words + said[begin:], node)

    def _constant(self, words: str, node: nodes.Node) -> nodes.Expr:
        return nodes.Const(self._text(words), lineno=node.lineno, environment=node.environment)


def _is_sentence(node: nodes.Call) -> bool:
    is_named = isinstance(node.node, nodes.Name) and node.node.name in NAMES
    return (
        is_named and bool(node.args) and isinstance(node.args[0], nodes.Const) and isinstance(node.args[0].value, str)
    )
