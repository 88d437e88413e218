"""What is written to people who asked for something."""

from datetime import datetime
from typing import Any

from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import owe_letter
from chalicelib.requests.model import AccessRequest
from chalicelib.services import Services


def owe(services: Services, change: Change, template: str, request: AccessRequest, now: datetime, **more: Any) -> None:
    """Owe a letter to the address on the form, in the language of the form."""
    data = {"kind": request.kind.value, "name": request.name, **more.pop("data", {})}
    owe_letter(services, change, template, request.email, request.language, now, data=data, **more)
