"""Where this deployment stands: read from the environment, once."""

import os
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.record import Record

Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/]+(/[^/]+)*$")]


class Settings(Record):
    """The environment variables of the Lambdas; their names are these in capitals."""

    portal: str
    table: str
    origin: Origin  # what every link begins with: never taken from the request (SECURITY SEC35)
    secret: str  # the Secrets Manager secret that holds the portal's key
    configuration_set: str  # of SES
    environment: Literal["production", "local"] = "production"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read them; raise ValidationError that names what is missing."""
    return Settings.model_validate(
        {name: environment[name.upper()] for name in Settings.model_fields if name.upper() in environment}
    )
