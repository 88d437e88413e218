"""What people send to the pages of billing."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.phrase import phrase
from chalicelib.web.inputs import Asks, Input, Line

CODE = phrase("Enter the code: twenty letters and digits, as they stand on the document.")


class Verify(Input):
    """A code that stands on a receipt."""

    code: Annotated[Line, StringConstraints(min_length=20, max_length=40), Asks(CODE, CODE)]
