"""Documents that institutions send, handed in by staff on the person's behalf (REQUIREMENTS F4)."""

from chalicelib.applications.actions import third_parties
from chalicelib.applications.backoffice.presenters import expected_page, label_of
from chalicelib.applications.backoffice.schemas import ExpectedPage
from chalicelib.documents.actions.uploads import arrived, upload_form
from chalicelib.documents.inputs import AddDocument
from chalicelib.documents.schemas import DocumentShown, UploadPage, document_shown, upload_shown
from chalicelib.phrase import phrase
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
KEPT = phrase("We have the document. It is being checked.")
REMOVED = phrase("The document is removed.")


@router.get("third_parties.list", guard=requires(Permission.DOCUMENT_SEND), response=ExpectedPage)
def show_expected(request: Request, staff: StaffPerson) -> Page:
    found = third_parties.view_expected(request.services, request.parameters["number"], staff.id, request.now)
    return Page("staff/third-party.html", expected_page(request, found))


@router.post(
    "third_parties.list",
    guard=requires(Permission.DOCUMENT_SEND),
    body=AddDocument,
    retry_page=show_expected,
    response=UploadPage,
)
def post_third_party(request: Request, staff: StaffPerson, form: AddDocument) -> Answer:
    added = third_parties.add(request.services, request.parameters["number"], form, staff.id, request.now)
    return Done(_path(request, added.document.id), upload_page(request, added))


@router.get("third_parties.upload", guard=requires(Permission.DOCUMENT_SEND), response=UploadPage)
def show_third_party_document(request: Request, staff: StaffPerson) -> Page:
    number, document = request.parameters["number"], request.parameters["document"]
    found = third_parties.find_sending(request.services, number, document, request.now)
    return Page("staff/upload.html", upload_page(request, found), sends_to=request.services.settings.uploads_origin)


def upload_page(request: Request, sending: third_parties.Sending) -> UploadPage:
    """Return the page that the document is sent from. S3 sends a browser back to it; a program needs no way back."""
    application, document = sending
    back = None if request.raw.wants_json else request.absolute_url(_path(request, document.id))
    form = upload_form(request.services, document, request.now, back)
    came = arrived(request.services, document)
    return upload_shown(request, document, label_of(request, application, document), form, came)


@router.post(
    "third_parties.upload",
    guard=requires(Permission.DOCUMENT_SEND),
    body=Nothing,
    retry_page=show_third_party_document,
    response=DocumentShown,
)
def post_third_party_keep(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    number, document = request.parameters["number"], request.parameters["document"]
    kept = third_parties.confirm(request.services, number, document, staff.id, request.now)
    return Done(_path(request), document_shown(request, kept), notice=None if kept.rejected_for else KEPT)


@router.post("third_parties.remove", guard=requires(Permission.DOCUMENT_SEND), body=Nothing, response=Changed)
def post_third_party_remove(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    number, document = request.parameters["number"], request.parameters["document"]
    third_parties.remove(request.services, number, document, staff.id, request.now)
    return changed(request, _path(request), REMOVED)


def _path(request: Request, document: str | None = None) -> str:
    number = request.parameters["number"]
    if document is None:
        return path_for("third_parties.list", number=number)
    return path_for("third_parties.upload", number=number, document=document)
