"""Forms of second factors: their fields, and the messages for a wrong one."""

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from chalicelib.phrase import phrase
from chalicelib.web.inputs import Asks, Input, Line

# A browser's answer about a passkey: JSON, as its `toJSON` writes it.
PasskeyResponse = Annotated[str, StringConstraints(min_length=2, max_length=8192)]


class SecondStep(Input):
    """The proof of a second factor: one of the three. The ticket of the first step a browser has in a cookie."""

    body_limit: ClassVar[int] = 16384  # a passkey's response, and what the form adds

    ticket: Line | None = None
    code: Line | None = None
    recovery_code: Line | None = None
    passkey: PasskeyResponse | None = None


class NewFactor(Input):
    """The proof of a factor that is being enrolled: the app's code, or what the browser says of the passkey."""

    body_limit: ClassVar[int] = 16384

    setup: Annotated[Line, Asks(phrase("Open the page again."), phrase("Open the page again."))]
    code: Line | None = None
    passkey: PasskeyResponse | None = None


class RemoveFactor(Input):
    """Which one."""

    factor: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
