"""What a portal counts of what people do: names and numbers, nothing of a person."""

from enum import StrEnum
from typing import Protocol

NAMESPACE = "Guichet"


class Metric(StrEnum):
    """What is counted; the values are its names on CloudWatch."""

    SIGN_INS = "SignIns"
    SIGN_INS_REFUSED = "SignInsRefused"
    SIGN_UPS = "SignUps"  # forms that were taken, whether or not the address was known: their time must tell nothing
    ACTIVATIONS = "Activations"
    SUBMISSIONS = "Submissions"
    PAYMENTS = "Payments"
    EMAILS_SENT = "EmailsSent"
    EMAILS_BOUNCED = "EmailsBounced"


class Metrics(Protocol):
    """Where it is counted."""

    def count(self, metric: Metric) -> None: ...


class NoMetrics:
    """Counts nothing: for an operator's machine."""

    def count(self, metric: Metric) -> None: ...


class EmbeddedMetrics:
    """Writes each count as a line of the log, in CloudWatch's embedded metric format: no call, no permission."""

    def __init__(self, stage: str) -> None:
        self._stage = stage

    def count(self, metric: Metric) -> None:
        from aws_lambda_powertools.metrics import MetricUnit, single_metric  # noqa: PLC0415 -- few requests count

        dimensions = {"stage": self._stage}
        with single_metric(metric.value, MetricUnit.Count, 1, namespace=NAMESPACE, default_dimensions=dimensions):
            pass
