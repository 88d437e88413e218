"""The documents of a file: staff open them, and accept or refuse each (REQUIREMENTS W2, F3)."""

from chalicelib.applications.actions.find import folder_of
from chalicelib.applications.actions.review import open_file
from chalicelib.applications.actions.review_documents import judge, open_document
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.inputs import Review
from chalicelib.documents.schemas import DocumentShown, document_shown
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may
from chalicelib.staff.file_presenters import FILE, document_page
from chalicelib.staff.file_schemas import DocumentReviewPage
from chalicelib.staff.routes.handling import mandate
from chalicelib.web.answers import Answer, Done, Elsewhere, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
DOCUMENT = f"{FILE}/documents/{{document}}"
CONTENT = f"{DOCUMENT}/file"
ACCEPTED = phrase("The document is accepted.")
REFUSED = phrase("The document is refused.")


@desk.get(DOCUMENT, access=may("GET", DOCUMENT), gives=DocumentReviewPage)
def show_document_review(visit: Visit) -> Page:
    file = open_file(visit.services, visit.parameters["number"], mandate(visit, "GET", DOCUMENT), visit.now)
    document = find_document(visit.services, folder_of(file), visit.parameters["document"], visit.now)
    return Page("staff/document.html", document_page(visit, file, document), {"reason": document.refused_for})


@desk.post(DOCUMENT, access=may("POST", DOCUMENT), takes=Review, form=show_document_review, gives=DocumentShown)
def post_document_review(visit: Visit, wish: Review) -> Answer:
    number, document = visit.parameters["number"], visit.parameters["document"]
    by = mandate(visit, "POST", DOCUMENT)
    judged = judge(visit.services, number, document, wish.refused_for, by, visit.now)
    notice = REFUSED if wish.refused_for else ACCEPTED
    return Done(f"/staff/files/{number}", document_shown(visit, judged), notice=notice)


@desk.get(CONTENT, access=may("GET", CONTENT), gives=None)
def open_content(visit: Visit) -> Answer:
    number, document = visit.parameters["number"], visit.parameters["document"]
    return Elsewhere(open_document(visit.services, number, document, mandate(visit, "GET", CONTENT), visit.now))
