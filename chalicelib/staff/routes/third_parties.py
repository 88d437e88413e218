"""Documents that institutions send, handed in by staff on the person's behalf (REQUIREMENTS F4)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.applications.actions import third_parties
from chalicelib.documents.actions.uploads import arrived, upload_form
from chalicelib.documents.inputs import DocumentWish
from chalicelib.documents.schemas import DocumentShown, UploadPage, document_shown, upload_shown
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may
from chalicelib.staff.file_presenters import FILE, expected_page, label_of
from chalicelib.staff.file_schemas import ExpectedPage
from chalicelib.staff.routes.handling import mandate
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
EXPECTED = f"{FILE}/third-party"
DOCUMENT = f"{EXPECTED}/{{document}}"
REMOVE = f"{DOCUMENT}/remove"
KEPT = phrase("We have the document. It is being checked.")
REMOVED = phrase("The document is removed.")


@desk.get(EXPECTED, access=may("GET", EXPECTED), gives=ExpectedPage)
def show_expected(visit: Visit) -> Page:
    by = mandate(visit, "GET", EXPECTED)
    found = third_parties.view_expected(visit.services, visit.parameters["number"], by, visit.now)
    return Page("staff/third-party.html", expected_page(visit, found))


@desk.post(EXPECTED, access=may("POST", EXPECTED), takes=DocumentWish, form=show_expected, gives=UploadPage)
def post_third_party(visit: Visit, wish: DocumentWish) -> Answer:
    by = mandate(visit, "POST", EXPECTED)
    added = third_parties.add(visit.services, visit.parameters["number"], wish, by, visit.now)
    return Done(_path(visit, added.document.id), upload_page(visit, added))


@desk.get(DOCUMENT, access=may("GET", DOCUMENT), gives=UploadPage)
def show_third_party_document(visit: Visit) -> Page:
    number, document = visit.parameters["number"], visit.parameters["document"]
    found = third_parties.find_sending(visit.services, number, document, mandate(visit, "GET", DOCUMENT), visit.now)
    return Page("staff/upload.html", upload_page(visit, found), sends_to=visit.services.settings.uploads_origin)


def upload_page(visit: Visit, sending: third_parties.Sending) -> UploadPage:
    """Return the page that the document is sent from. S3 sends a browser back to it; a program needs no way back."""
    application, document = sending
    back = None if visit.incoming.wants_json else visit.absolute(_path(visit, document.id))
    form = upload_form(visit.services, document, visit.now, back)
    came = arrived(visit.services, document)
    return upload_shown(visit, document, label_of(visit, application, document), form, came)


@desk.post(DOCUMENT, access=may("POST", DOCUMENT), takes=Nothing, form=show_third_party_document, gives=DocumentShown)
def post_third_party_keep(visit: Visit, _: Nothing) -> Answer:
    number, document = visit.parameters["number"], visit.parameters["document"]
    kept = third_parties.confirm(visit.services, number, document, mandate(visit, "POST", DOCUMENT), visit.now)
    return Done(_path(visit), document_shown(visit, kept), notice=None if kept.rejected_for else KEPT)


@desk.post(REMOVE, access=may("POST", REMOVE), takes=Nothing, gives=Changed)
def post_third_party_remove(visit: Visit, _: Nothing) -> Answer:
    number, document = visit.parameters["number"], visit.parameters["document"]
    third_parties.remove(visit.services, number, document, mandate(visit, "POST", REMOVE), visit.now)
    return Done(_path(visit), Changed(message=visit.words(REMOVED)), notice=REMOVED)


def _path(visit: Visit, *document: str) -> str:
    return "/".join(("/staff/files", visit.parameters["number"], "third-party", *document))
