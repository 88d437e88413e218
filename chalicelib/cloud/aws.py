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
TRIED_BY_US = {"sesv2"}  # the outbox tries again, and knows that an answer that is lost may mean a mail that is sent


@cache
def client(service: str) -> Any:
    """Return the one client of the service; it keeps its connections."""
    return _session().create_client(service, config=ONCE if service in TRIED_BY_US else CONFIG)
