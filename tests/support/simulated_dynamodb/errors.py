"""DynamoDB's errors as botocore raises them."""

from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError

from tests.support.simulated_dynamodb.values import Attributes

THROTTLED = "ProvisionedThroughputExceededException"


def refusal(code: str, operation: str, message: str = "-", **more: Any) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": message}, **more}
    return ClientError(response, operation)


def invalid(message: str) -> ClientError:
    """Return the error of a request that makes no sense: it is never worth a second try."""
    return refusal("ValidationException", "-", message)


def cancelled(reasons: Sequence[str]) -> ClientError:
    """Return the error of a transaction: a reason for each of its writes, `None` for those that are not the cause."""
    said = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{', '.join(reasons)}]"
    causes = [{"Code": reason} for reason in reasons]
    return refusal("TransactionCanceledException", "TransactWriteItems", said, CancellationReasons=causes)


def condition_failed(found: Mapping[str, Any] | None) -> ClientError:
    more: Attributes = {"Item": dict(found)} if found else {}
    return refusal("ConditionalCheckFailedException", "UpdateItem", "The conditional request failed", **more)
