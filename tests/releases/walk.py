"""Someone who opens every page that a link leads to, and presses every button, each on the rows as they were."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib

from tests.releases.rows import Released
from tests.support.http import Answer, Browser
from tests.support.memory import MemoryTable, copied

MOST, MOST_ALIKE = 12, 3  # pages of one kind that all open: of those that show a thing, and of all others
TYPED = {"email": "x@example.org", "number": "1", "date": "2026-03-02", "tel": "514 555-0100"}
VARYING = re.compile(r"[0-9a-f]{32}|\d+")  # parts of an address that name a thing


class Press(NamedTuple):
    """A form, filled in with what is there or something like it."""

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """Return what it has in common with the same form for another thing of the same kind."""
        return VARYING.sub("*", self.action), tuple(name for name, _ in self.fields)


class Walker:
    """`wrong` is what was answered with a fault of ours; `done` is what was opened and pressed."""

    def __init__(self, world: Released, browser: Browser, kinds: Counter[str]) -> None:
        self.wrong: list[str] = []
        self.done: set[str] = set()
        self._browser = browser
        self._kinds = kinds  # how many pages of each kind were opened, also by others
        self._items = world.table.items if isinstance(world.table, MemoryTable) else {}

    def walk(self, *starts: str) -> None:
        presses: dict[tuple[str, tuple[str, ...]], Press] = {}
        waiting, seen = deque(starts), set(starts)
        while waiting:
            address = waiting.popleft()
            if address not in starts and self._is_enough(VARYING.sub("*", address)):
                continue
            answer = self._note("GET", address, self._browser.get(address))
            tree = _tree(answer)
            links = {link for link in _links(tree, answer) if link.startswith("/en/")} - seen
            seen |= links
            waiting.extend(sorted(links))
            presses |= {press.kind: press for press in _forms(tree, address)}
        for press in presses.values():
            self._press(press)

    def _is_enough(self, kind: str) -> bool:
        """Tell whether enough pages of a kind were opened; if not, count one more."""
        self._kinds[kind] += 1
        return self._kinds[kind] > (MOST if "*" in kind else MOST_ALIKE)

    def _press(self, press: Press) -> None:
        """Press a button, and let all be as it was before."""
        rows, cookies = copied(dict(self._items)), dict(self._browser.cookies)
        self._note("POST", press.action, self._browser.send(press.action, urlencode(press.fields)))
        self._items.clear()
        self._items.update(rows)
        self._browser.cookies = cookies

    def _note(self, method: str, address: str, answer: Answer) -> Answer:
        self.done.add(f"{method} {VARYING.sub('*', address)}")
        if answer.status >= 500:
            self.wrong.append(f"{method} {address}: {answer.status}")
        return answer


def _tree(answer: Answer) -> Element:
    found: Element = html5lib.HTMLParser(namespaceHTMLElements=False).parse(answer.body or "<html></html>")
    return found


def _links(tree: Element, answer: Answer) -> Iterator[str]:
    yield answer.headers.get("Location", "")
    yield from (link.get("href", "").partition("#")[0] for link in tree.iter("a"))


def _forms(tree: Element, address: str) -> Iterator[Press]:
    for form in tree.iter("form"):
        action = form.get("action") or address
        if form.get("method", "").lower() == "post" and action.startswith("/"):
            yield Press(action, tuple(_fields(form)))


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    """Yield what a form holds: of several radio buttons the last one, and every box ticked."""
    fields: dict[str, str] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type", "text")
        if name and field.tag == "input" and kind != "file":
            fields[name] = field.get("value") or TYPED.get(kind, "Test")
        elif name and field.tag == "textarea":
            fields[name] = field.text or "Test"
        elif name and field.tag == "select":
            fields[name] = next((each.get("value", "") for each in reversed(list(field.iter("option")))), "")
        elif name and field.tag == "button":
            fields[name] = field.get("value", "")
    yield from fields.items()
