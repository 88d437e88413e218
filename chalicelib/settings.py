"""Where this deployment stands: read from the environment, once."""

import os
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from chalicelib.record import Record

Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/]+(/[^/]+)*$")]


class Settings(Record):
    """The environment variables of the Lambdas; their names are these in capitals."""

    portal: str
    table: str
    origin: Origin  # what every link begins with: never taken from the request (SECURITY SEC35)
    sender: str = ""  # the address that emails come from, where it is another than the portal's own
    secret: str  # the Secrets Manager secret that holds the portal's keys
    factors_secret: str  # the Secrets Manager secret that holds the keys of staff's second factors
    configuration_set: str  # of SES
    uploads: str  # the bucket that people's files are in
    uploads_endpoint: Origin  # S3 as browsers reach it; the bucket's name stands before its host
    scanner: Literal["guardduty", "local"]  # who looks for malware: there is no such thing as nobody
    receipts: str = ""  # the bucket that papers are kept in: receipts, certificates
    stream_arn: str = ""  # the table's stream, which starts some of the functions
    payments: Literal["none", "stripe", "demo"] = "none"  # who takes cards; the demo's money is not real
    payments_secret: str = ""  # the Secrets Manager secret that holds Stripe's keys
    payments_api: Origin | Literal[""] = ""  # where the demo stands for Stripe
    cloud: Literal["aws", "local"] = "aws"

    @property
    def stage(self) -> str:
        """The environment of the portal, such as `social-work-production`: the table is called after it."""
        return self.table.removeprefix("guichet-")

    @property
    def uploads_origin(self) -> str:
        """Where browsers send files to and fetch them from: never where our pages are (SECURITY SEC50)."""
        return self.uploads_endpoint.replace("://", f"://{self.uploads}.", 1)

    @model_validator(mode="after")
    def _scans(self) -> Self:
        if self.scanner == "local" and self.cloud != "local":
            message = "the local scanner knows one test file only: SCANNER must be guardduty (SECURITY SEC49)"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _takes_real_money(self) -> Self:
        if (self.payments == "demo" or self.payments_api) and self.cloud != "local":
            message = "the demo’s money is not real: PAYMENTS must be stripe or none, and PAYMENTS_API nothing"
            raise ValueError(message)
        return self


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read them; raise ValidationError that names what is missing."""
    return Settings.model_validate(
        {name: environment[name.upper()] for name in Settings.model_fields if name.upper() in environment}
    )
