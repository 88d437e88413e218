"""Lists the emails of a person, and finds one that may be sent again (REQUIREMENTS X4)."""

from collections import deque
from collections.abc import Collection

from chalicelib.cloud.table import MOST_KEYS
from chalicelib.newer import readable
from chalicelib.outbox import rules
from chalicelib.outbox.model import OutboxEmail
from chalicelib.outbox.storage import outbox_key, parse_email, recipient_queue
from chalicelib.services import Services

may_repeat = rules.may_repeat


def list_emails(services: Services, recipients: Collection[str]) -> list[OutboxEmail]:
    """Return the emails to these recipient ids of a person, the latest first; of each id a read's worth."""
    queues = (services.table.queue(recipient_queue(each)) for each in recipients)
    keys = [key for queue in queues for key in deque(queue, maxlen=MOST_KEYS)]
    found = readable(parse_email, services.table.get_many(keys))  # the index only finds candidates
    own = [email for email in found if email.recipient in recipients]
    return sorted(own, key=lambda email: email.created_at, reverse=True)


def find_email(services: Services, recipients: Collection[str], email_id: str) -> OutboxEmail | None:
    """Return an email of these recipients that may be sent again; None for any other."""
    item = services.table.get(outbox_key(email_id))
    found = parse_email(item) if item else None
    return found if found and found.recipient in recipients and may_repeat(found) else None
