"""Helpers of the routes about one file: finding it for a page with a form, and going back to it."""

from chalicelib.applications.actions.handling import find_file
from chalicelib.applications.model import Application
from chalicelib.phrase import Phrase
from chalicelib.staff.permissions import Permission
from chalicelib.urls import path_for
from chalicelib.web.answers import Done
from chalicelib.web.common_schemas import changed
from chalicelib.web.request import Request


def file_for(request: Request, permission: Permission) -> Application:
    """Return the file that a page with a form is about; raise NotFound or NotNow. The page shows nothing else of it."""
    return find_file(request.services, request.parameters["number"], permission)


def done(request: Request, notice: Phrase) -> Done:
    """Return to the file, and say what was done."""
    return changed(request, path_for("files.page", number=request.parameters["number"]), notice)
