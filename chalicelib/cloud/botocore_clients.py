"""Clients of botocore: the low-level ones, which start a tenth sooner than boto3's."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

from chalicelib.cloud.json_client import CONNECT_TIMEOUT, READ_TIMEOUT, USER_AGENT

CONFIG = Config(
    connect_timeout=CONNECT_TIMEOUT,
    read_timeout=READ_TIMEOUT,
    retries={"mode": "standard", "total_max_attempts": 3},
    user_agent=USER_AGENT,  # botocore's own is computed anew for each call
)


@cache
def session() -> Session:
    return get_session()


ONCE = CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
TRIED_ONCE = {
    "dynamodb",  # `retries` tries again
    "geo-places",  # someone is waiting, and can type the address
    "secretsmanager",  # `retries` tries again
    "sesv2",  # the outbox tries again, and knows that an answer that is lost may mean a mail that is sent
}


def make(service: str) -> Any:
    return session().create_client(service, config=ONCE if service in TRIED_ONCE else CONFIG)


@cache
def signer(endpoint: str) -> Any:
    """Return a client of S3 that only signs: for `<bucket>.<endpoint>`, which is where browsers reach a bucket."""
    as_browsers = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    return session().create_client("s3", endpoint_url=endpoint, config=CONFIG.merge(as_browsers))
