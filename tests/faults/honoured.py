"""Whether anything opens that is over: held against the rows themselves, whether or not TTL took them (REL19)."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.applications.rules.lifecycle import draft_ends, draft_term
from chalicelib.cloud.clock import from_iso
from chalicelib.cloud.table import Item, Key
from chalicelib.documents.model import Document
from chalicelib.documents.rules.states import has_lapsed
from chalicelib.documents.storage import document_key, parse_document
from chalicelib.sessions.storage import hash_secret
from tests.faults.clouds import FaultyTable
from tests.support.world import World


class Honoured:
    """Each wraps what someone does with a thing; that it succeeds although the thing is over is an AssertionError."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def _items(self) -> MutableMapping[Key, Any]:
        return cast("FaultyTable", self._world.table).items

    @contextmanager
    def activation(self, email: str, now: datetime) -> Iterator[None]:
        rows = [item for key, item in self._items.items() if key.sk == "ACCOUNT" and item["email"] == email]
        over = [row["id"] for row in rows if "activation" in row and from_iso(row["activation"]["expires_at"]) <= now]
        yield
        found = [self._items.get(Key(f"ACCOUNT#{who}", "ACCOUNT")) for who in over]
        assert not [row for row in found if row and row["state"] == "active"], "a code that was over"

    @contextmanager
    def session(self, token: str, now: datetime) -> Iterator[list[Any]]:
        """Yield a list for whom the session opened."""
        row = self._items.get(Key(f"ACCOUNT#{token[:32]}", f"SESSION#{hash_secret(token[32:])}"))
        idle = self._world.portal.policies.session.idle
        over = (
            row is None or now >= min(from_iso(row["ends_at"]), from_iso(row["seen_at"]) + idle) or self._is_gone(row)
        )
        opened: list[Any] = []
        yield opened
        assert not (over and any(opened)), "a session that was over"

    def _is_gone(self, session: Item) -> bool:
        """Tell whether a session belongs to someone who shared the account and was sent away (REQUIREMENTS A7)."""
        who = session.get("member")
        return bool(who) and Key(session["pk"], f"MEMBER#{who}") not in self._items

    @contextmanager
    def draft(self, draft: Application, now: datetime) -> Iterator[None]:
        service, policies = service_of(self._world, draft), self._world.portal.policies
        is_timed = not draft_term(service, policies.drafts).notices
        over = is_timed and draft_ends(draft, service, policies.drafts, self._world.portal.zone) <= now
        yield
        assert not over, "a draft that was over"

    @contextmanager
    def upload(self, document: Document, now: datetime) -> Iterator[None]:
        row = parse_document(self._items.get(document_key(document.place, document.id)))
        over = row is None or has_lapsed(row, now)
        yield
        assert not over, "a place for a file that was over"
