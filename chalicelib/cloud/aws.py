"""AWS clients, each made where it is first used. The low-level ones: they start a tenth sooner than boto3's."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    user_agent="guichet",  # botocore's own is computed anew for each call
)


@cache
def _session() -> Session:
    return get_session()


ONCE = CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
TRIED_ONCE = {
    "dynamodb",  # `retries` tries again
    "geo-places",  # someone is waiting, and can type the address
    "sesv2",  # the outbox tries again, and knows that an answer that is lost may mean a mail that is sent
}


@cache
def client(service: str) -> Any:
    """Return the one client of the service; it keeps its connections."""
    return _session().create_client(service, config=ONCE if service in TRIED_ONCE else CONFIG)


@cache
def signer(endpoint: str) -> Any:
    """Return a client of S3 that only signs: for `<bucket>.<endpoint>`, which is where browsers reach a bucket."""
    as_browsers = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    return _session().create_client("s3", endpoint_url=endpoint, config=CONFIG.merge(as_browsers))
