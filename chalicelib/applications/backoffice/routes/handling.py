"""The way back to the file after an action on it."""

from chalicelib.phrase import Phrase
from chalicelib.urls import path_for
from chalicelib.web.answers import Done
from chalicelib.web.common_schemas import changed
from chalicelib.web.request import Request


def done(request: Request, notice: Phrase) -> Done:
    """Return to the file, and say what was done."""
    return changed(request, path_for("files.page", number=request.parameters["number"]), notice)
