"""The page behind the link of a notice: one button keeps the draft (REQUIREMENTS E2)."""

from chalicelib.applications.actions import drafts
from chalicelib.phrase import phrase
from chalicelib.retention.inputs import Keep
from chalicelib.retention.schemas import KeepPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()
KEPT = phrase("Your application is kept. Sign in to go on with it.")


@router.get("keep_draft.page", guard=PUBLIC, response=KeepPage)
def keep_draft_page(request: Request) -> Page:
    number = request.parameters["number"]
    is_open = drafts.is_link_valid(request.services, number, request.carried.get("token", ""))
    return Page("applications/keep.html", KeepPage(number=number, link_is_open=is_open))


@router.post("keep_draft.page", guard=PUBLIC, body=Keep, retry_page=keep_draft_page, response=Changed)
def post_keep_draft(request: Request, form: Keep) -> Answer:
    token = form.token or request.carried.get("token", "")
    drafts.keep(request.services, request.parameters["number"], token, request.now)
    request.response.carry(token="")
    return changed(request, path_for("sign_in.page"), KEPT)
