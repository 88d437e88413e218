"""Stores emails in the table: one row each, in the due index while it waits, with a TTL once it is finished.

An email of someone with an account can be found by it. A mailbox that makes trouble waits for staff until they know.

A pinned email has no TTL (SECURITY REL20): it is unpinned or deleted by the action that pinned it.
"""

from datetime import datetime

from chalicelib.canonical import canonical_email
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.keyring import Keyring, Purpose
from chalicelib.cloud.table import NOT_EXISTS, AllOf, AnyOf, Change, Compare, Condition, Item, Key, NotExists, RowKind
from chalicelib.outbox.model import DUE, EmailState, Mailbox, OutboxEmail
from chalicelib.portal.policies import MailPolicy

PREFIX = "OUTBOX#"
MAILBOX = "MAILBOX#"
TROUBLE = "mail"  # the queue of mailboxes of which staff have to know
_MAILBOX = Purpose("mailbox")
_SHUT = "shut"
_SENT = "sent"

# --- emails ---


def outbox_key(email_id: str) -> Key:
    return Key(PREFIX + email_id, "OUTBOX")


def recipient_queue(recipient: str) -> str:
    """Return the queue that lists a recipient's emails."""
    return f"EMAILS#{recipient}"


def outbox_item(email: OutboxEmail, policy: MailPolicy) -> Item:
    item: Item = {**outbox_key(email.id)._asdict(), **email.stored()}
    if email.recipient:
        item |= {"queue": recipient_queue(email.recipient), "queue_at": to_iso(email.created_at)}
    if email.state is EmailState.WAITING:
        return item | {"due_kind": DUE, "due_at": to_iso(email.next_at)}
    if email.pinned:
        return item
    finished = email.finished_at or email.created_at
    return item | {"ttl": int((finished + policy.kept).timestamp())}


def parse_email(item: Item) -> OutboxEmail:
    return OutboxEmail.from_item(item)


def email_id_of(key: Key) -> str:
    return key.pk.removeprefix(PREFIX)


def unchanged_email(email: OutboxEmail) -> Condition:
    """Return the condition that no worker, event or unpinning has changed it since."""
    seen = {"attempts": email.attempts, "state": email.state.value, "pinned": email.pinned}
    return AllOf(tuple(Compare(name, "=", value) for name, value in seen.items()))


# --- mailboxes ---


def mailbox_id(keyring: Keyring, to: str) -> str:
    return keyring.pseudonym(_MAILBOX, canonical_email(to) or to)


def mailbox_key(mailbox: str) -> Key:
    return Key(MAILBOX + mailbox, "MAILBOX")


def parse_mailbox(item: Item | None) -> Mailbox | None:
    return Mailbox.from_item({name: value for name, value in item.items() if name != _SHUT}) if item else None


def put_mailbox(change: Change, mailbox: Mailbox, seen: Mailbox | None, policy: MailPolicy) -> None:
    """Write what is known now, if it still is as it was seen. It is forgotten when nothing is left to know.

    A mailbox that took no mail is tried again after a time: whose it is may have changed.
    """
    item: Item = {**mailbox_key(mailbox.id)._asdict(), **mailbox.stored()}
    item["at"] = to_iso(mailbox.at)
    if mailbox.is_shut:
        item[_SHUT] = True
    if mailbox.trouble and not mailbox.known_by:
        item |= {"queue": TROUBLE, "queue_at": to_iso(mailbox.at)}
    if mailbox.known_by or not mailbox.trouble:
        item["ttl"] = int((mailbox.at + (policy.shut_for if mailbox.is_shut else policy.kept)).timestamp())
    change.put(item, Compare("at", "=", to_iso(seen.at)) if seen else NOT_EXISTS)


def require_open(change: Change, mailbox: str) -> None:
    """Let the change fail where a mailbox is known to take no mail."""
    change.require(mailbox_key(mailbox), NotExists(_SHUT))


# --- the mail service's rate ---


def take_turn(change: Change, policy: MailPolicy, now: datetime) -> Key:
    """Count one more mail in this second; the change fails where the service takes no more in it. Return the row."""
    second = Key(f"MAIL_RATE#{to_iso(now)}", "MAIL_RATE")
    some_left = AnyOf((NotExists(_SENT), Compare(_SENT, "<", policy.rate)))
    change.update(second, {"ttl": int((now + policy.lease).timestamp())}, {_SENT: 1}, some_left)
    return second


ROWS = (
    RowKind(
        "OUTBOX#<email>",
        "OUTBOX",
        "An email: due while it waits to be sent, listed for its recipient afterwards.",
        OutboxEmail,
        (outbox_item,),
        parse_email,
        due=(DUE,),
        queue=recipient_queue("<recipient>"),
        ttl="some time after it is finished; none while the email is pinned",
    ),
    RowKind(
        "MAILBOX#<pseudonym>",
        "MAILBOX",
        "The latest trouble with an address.",
        Mailbox,
        (put_mailbox,),
        parse_mailbox,
        queue=TROUBLE,
        ttl="some time after staff know of it, or it takes mail again",
    ),
    RowKind(
        "MAIL_RATE#<second>",
        "MAIL_RATE",
        "How many emails were sent in a second.",
        None,
        (take_turn,),
        ttl="after the lease of a sender",
    ),
)
