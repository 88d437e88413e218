"""The documents of a file: staff open them, and accept or refuse each (REQUIREMENTS W2, F3)."""

from chalicelib.applications.actions.find import folder_of
from chalicelib.applications.actions.review import open_file
from chalicelib.applications.actions.review_documents import judge, open_document
from chalicelib.applications.backoffice.presenters import document_page
from chalicelib.applications.backoffice.schemas import DocumentReviewPage
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.inputs import Review
from chalicelib.documents.schemas import DocumentShown, document_shown
from chalicelib.phrase import phrase
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page, Redirect
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
ACCEPTED = phrase("The document is accepted.")
REFUSED = phrase("The document is refused.")


@router.get("document_review.page", guard=requires(Permission.DOCUMENT_REVIEW), response=DocumentReviewPage)
def show_document_review(request: Request, staff: StaffPerson) -> Page:
    file = open_file(request.services, request.parameters["number"], Permission.DOCUMENT_REVIEW, staff.id, request.now)
    document = find_document(request.services, folder_of(file), request.parameters["document"], request.now)
    return Page("staff/document.html", document_page(request, file, document), {"reason": document.refused_for})


@router.post(
    "document_review.page",
    guard=requires(Permission.DOCUMENT_REVIEW),
    body=Review,
    retry_page=show_document_review,
    response=DocumentShown,
)
def post_document_review(request: Request, staff: StaffPerson, form: Review) -> Answer:
    number, document = request.parameters["number"], request.parameters["document"]
    judged = judge(request.services, number, document, form.refused_for, staff.id, request.now)
    notice = REFUSED if form.refused_for else ACCEPTED
    return Done(path_for("files.page", number=number), document_shown(request, judged), notice=notice)


@router.get("document_review.file", guard=requires(Permission.APPLICATION_VIEW), response=None)
def open_content(request: Request, staff: StaffPerson) -> Answer:
    number, document = request.parameters["number"], request.parameters["document"]
    return Redirect(open_document(request.services, number, document, staff.id, request.now))
