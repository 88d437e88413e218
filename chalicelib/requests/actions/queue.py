"""What staff see of requests: those that wait, the oldest first, and one with what it is about (REQUIREMENTS W3)."""

from datetime import datetime
from itertools import islice
from typing import NamedTuple

from chalicelib.accounts.model import Account
from chalicelib.activities.model import write_activity
from chalicelib.errors import NotFound
from chalicelib.newer import readable
from chalicelib.requests.actions.matching import match_account
from chalicelib.requests.model import AccessRequest
from chalicelib.requests.storage import QUEUE, WAITING, parse_request, request_key
from chalicelib.services import Services
from chalicelib.tallies import read_tally
from chalicelib.unit_of_work import UnitOfWork


class WaitingRequests(NamedTuple):
    """The beginning of the queue."""

    total: int
    requests: list[AccessRequest]


class Seen(NamedTuple):
    """A request, and the account that it is about as far as the form tells."""

    request: AccessRequest
    account: Account | None


def waiting(services: Services, most: int) -> WaitingRequests:
    """Return the requests that have waited longest. The index only finds candidates."""
    keys = islice(services.table.queue(QUEUE, page=most), most)
    found = readable(parse_request, services.table.get_many(list(keys)))
    total = sum(part.get(WAITING, 0) for part in read_tally(services, QUEUE).values())
    return WaitingRequests(total, [each for each in found if each and each.reply is None])


def find_request(services: Services, request: str) -> AccessRequest:
    """Return the request of this id; raise NotFound."""
    found = parse_request(services.table.get(request_key(request)))
    if found is None:
        raise NotFound
    return found


def open_request(services: Services, request: str, by: str, now: datetime) -> Seen:
    """Return the request; where someone’s account is shown with it, that is written down first (REQUIREMENTS W6)."""
    found = find_request(services, request)
    account = match_account(services, found, now)
    if account:
        work = UnitOfWork(services, now, by)
        write_activity(work, account.id, "request-viewed")
        work.commit()
    return Seen(found, account)
