"""All documents of an application on one page, and the way of each into the file (REQUIREMENTS F3, F4)."""

from chalicelib.applications.actions import documents
from chalicelib.applications.actions.find import folder_of, service_of, slots_of
from chalicelib.applications.guards import OwnApplication, own_application
from chalicelib.applications.model import Application
from chalicelib.applications.presenters import can_hand_in, slots_shown
from chalicelib.applications.schemas import DocumentsPage
from chalicelib.documents.actions.files import download_link
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.actions.uploads import arrived, upload_form
from chalicelib.documents.inputs import AddDocument
from chalicelib.documents.model import Document
from chalicelib.documents.schemas import DocumentShown, UploadPage, document_shown, upload_shown
from chalicelib.phrase import phrase
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page, Redirect
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
REMOVED = phrase("The document is removed.")
KEPT = phrase("We have your document. It is being checked.")


@router.get("documents.list", guard=own_application, response=DocumentsPage)
def documents_page(request: Request, own: OwnApplication) -> Page:
    application = own.application
    model = DocumentsPage(
        number=application.number,
        title=service_of(request.services, application).title[request.language],
        slots=slots_shown(request, slots_of(request.services, application, request.now)),
        can_be_changed=can_hand_in(request, application),
    )
    return Page("applications/documents.html", model)


@router.post("documents.list", guard=own_application, body=AddDocument, retry_page=documents_page, response=UploadPage)
def post_document(request: Request, own: OwnApplication, form: AddDocument) -> Answer:
    number = own.application.number
    added = documents.add(request.services, own.person, number, form, request.now)
    to = path_for("documents.upload", number=number, document=added.id)
    return Done(to, upload_page(request, own.application, added))


@router.get("documents.upload", guard=own_application, response=UploadPage)
def show_document(request: Request, own: OwnApplication) -> Page:
    folder, document = folder_of(own.application), request.parameters["document"]
    found = find_document(request.services, folder, document, request.now)
    origin = request.services.settings.uploads_origin
    return Page("applications/upload.html", upload_page(request, own.application, found), sends_to=origin)


def upload_page(request: Request, application: Application, document: Document) -> UploadPage:
    """Return the page that the document is sent from. S3 sends a browser back to it; a program needs no way back."""
    asked = service_of(request.services, application).document(document.slot)
    here = path_for("documents.upload", number=application.number, document=document.id)
    back = None if request.raw.wants_json else request.absolute_url(here)
    form = upload_form(request.services, document, request.now, back)
    label = asked.label[request.language] if asked else document.slot
    return upload_shown(request, document, label, form, arrived(request.services, document))


@router.post("documents.upload", guard=own_application, body=Nothing, retry_page=show_document, response=DocumentShown)
def post_keep_document(request: Request, own: OwnApplication, _: Nothing) -> Answer:
    number, document = own.application.number, request.parameters["document"]
    kept = documents.confirm(request.services, own.person, number, document, request.now)
    notice = None if kept.rejected_for else KEPT
    return Done(path_for("documents.list", number=number), document_shown(request, kept), notice=notice)


@router.post("documents.remove", guard=own_application, body=Nothing, response=Changed)
def post_remove(request: Request, own: OwnApplication, _: Nothing) -> Answer:
    number, document = own.application.number, request.parameters["document"]
    documents.remove(request.services, own.person, number, document, request.now)
    return changed(request, path_for("documents.list", number=number), REMOVED)


@router.get("documents.file", guard=own_application, response=None)
def open_file(request: Request, own: OwnApplication) -> Answer:
    folder = folder_of(own.application)
    return Redirect(download_link(request.services, folder, request.parameters["document"], request.now))
