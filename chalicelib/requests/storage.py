"""How requests lie in the table: in the staff's queue until they are answered, then until TTL collects them."""

from datetime import timedelta

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import NOT_EXISTS, Item, Key, RowKind, unchanged
from chalicelib.requests.model import AccessRequest
from chalicelib.tallies import count
from chalicelib.unit_of_work import UnitOfWork

QUEUE = "requests"  # what waits for staff, and the tally of it
WAITING = "waiting"


def request_key(request: str) -> Key:
    return Key(f"REQUEST#{request}", "REQUEST")


def parse_request(item: Item | None) -> AccessRequest | None:
    return AccessRequest.from_item(item) if item else None


def add_request(work: UnitOfWork, request: AccessRequest) -> None:
    waiting = {"queue": QUEUE, "queue_at": to_iso(request.asked_at)}
    work.put({**_item(request), **waiting}, NOT_EXISTS)
    count(work, QUEUE, request.kind, {WAITING: 1}, request.id)


def put_answered(work: UnitOfWork, request: AccessRequest, kept: timedelta) -> None:
    """Write a request that was read as it is here but for its reply: it waits no more, and has a last day."""
    if request.reply is None:
        raise ValueError("it has no reply")
    last = int((request.reply.at + kept).timestamp())
    work.put({**_item(request.replace(version=request.version + 1)), "ttl": last}, unchanged(request.version))
    count(work, QUEUE, request.kind, {WAITING: -1}, request.id)


def _item(request: AccessRequest) -> Item:
    return {**request_key(request.id)._asdict(), **request.stored()}


ROWS = (
    RowKind(
        "REQUEST#<request>",
        "REQUEST",
        "A request for access, in the queue of staff until it is answered.",
        AccessRequest,
        (add_request, put_answered),
        parse_request,
        queue=QUEUE,
        ttl="some time after the answer",
    ),
)
