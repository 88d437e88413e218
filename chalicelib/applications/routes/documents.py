"""All documents of an application on one page, and the way of each into the file (REQUIREMENTS F3, F4)."""

from chalicelib.accounts.access import person
from chalicelib.accounts.schemas import Changed
from chalicelib.applications.access import application, signed_in_to_application
from chalicelib.applications.actions import documents
from chalicelib.applications.actions.find import folder_of, service_of, slots_of
from chalicelib.applications.presenters import can_hand_in, path_of, slots_shown
from chalicelib.applications.schemas import DocumentsPage
from chalicelib.documents.actions.files import download_link
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.actions.uploads import arrived, upload_form
from chalicelib.documents.inputs import DocumentWish
from chalicelib.documents.model import Document
from chalicelib.documents.schemas import DocumentShown, UploadPage, document_shown, upload_shown
from chalicelib.phrase import phrase
from chalicelib.web.answers import Answer, Done, Elsewhere, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
DOCUMENTS = "/{lang}/applications/{number}/documents"
DOCUMENT = f"{DOCUMENTS}/{{document}}"
REMOVED = phrase("The document is removed.")
KEPT = phrase("We have your document. It is being checked.")


@desk.get(DOCUMENTS, access=signed_in_to_application, gives=DocumentsPage)
def documents_page(visit: Visit) -> Page:
    mine = application(visit)
    model = DocumentsPage(
        number=mine.number,
        title=service_of(visit.services, mine).title[visit.language],
        slots=slots_shown(visit, slots_of(visit.services, mine, visit.now)),
        can_be_changed=can_hand_in(visit, mine),
    )
    return Page("applications/documents.html", model)


@desk.post(DOCUMENTS, access=signed_in_to_application, takes=DocumentWish, form=documents_page, gives=UploadPage)
def post_document(visit: Visit, wish: DocumentWish) -> Answer:
    added = documents.add(visit.services, person(visit), visit.parameters["number"], wish, visit.now)
    return Done(path_of(application(visit), "documents", added.id), upload_page(visit, added))


@desk.get(DOCUMENT, access=signed_in_to_application, gives=UploadPage)
def show_document(visit: Visit) -> Page:
    folder = folder_of(application(visit))
    found = find_document(visit.services, folder, visit.parameters["document"], visit.now)
    origin = visit.services.settings.uploads_origin
    return Page("applications/upload.html", upload_page(visit, found), sends_to=origin)


def upload_page(visit: Visit, document: Document) -> UploadPage:
    """Return the page that the document is sent from. S3 sends a browser back to it; a program needs no way back."""
    mine = application(visit)
    asked = service_of(visit.services, mine).document(document.slot)
    back = None if visit.incoming.wants_json else visit.absolute(path_of(mine, "documents", document.id))
    form = upload_form(visit.services, document, visit.now, back)
    label = asked.label[visit.language] if asked else document.slot
    return upload_shown(visit, document, label, form, arrived(visit.services, document))


@desk.post(DOCUMENT, access=signed_in_to_application, takes=Nothing, form=show_document, gives=DocumentShown)
def post_keep_document(visit: Visit, _: Nothing) -> Answer:
    number, document = visit.parameters["number"], visit.parameters["document"]
    kept = documents.confirm(visit.services, person(visit), number, document, visit.now)
    notice = None if kept.rejected_for else KEPT
    return Done(path_of(application(visit), "documents"), document_shown(visit, kept), notice=notice)


@desk.post(f"{DOCUMENT}/remove", access=signed_in_to_application, takes=Nothing, gives=Changed)
def post_remove(visit: Visit, _: Nothing) -> Answer:
    number, document = visit.parameters["number"], visit.parameters["document"]
    documents.remove(visit.services, person(visit), number, document, visit.now)
    there = path_of(application(visit), "documents")
    return Done(there, Changed(message=visit.words(REMOVED)), notice=REMOVED)


@desk.get(f"{DOCUMENT}/file", access=signed_in_to_application, gives=None)
def open_file(visit: Visit) -> Answer:
    folder = folder_of(application(visit))
    return Elsewhere(download_link(visit.services, folder, visit.parameters["document"], visit.now))
