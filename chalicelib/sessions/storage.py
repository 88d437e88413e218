"""Storage of sessions: in the partition of their owner, each under the hash of its secret."""

from hashlib import sha256

from chalicelib.cloud.table import Item, Key, RowKind
from chalicelib.sessions.model import Session

PREFIX = "SESSION#"


def hash_secret(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def session_key(partition: str, hashed: str) -> Key:
    return Key(partition, PREFIX + hashed)


def session_item(partition: str, session: Session) -> Item:
    key = session_key(partition, session.hash)
    return {**key._asdict(), **session.stored(nulls=True), "ttl": int(session.ends_at.timestamp())}


def parse_session(item: Item) -> Session:
    return Session.from_item(item)


ROWS = (
    RowKind(
        "<owner...>",
        "SESSION#<hash>",
        "A session, under the hash of its secret, in the partition of the account or member of staff.",
        Session,
        (session_item,),
        parse_session,
        ttl="when the session ends at the latest",
    ),
)
