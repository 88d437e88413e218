"""The page behind the link of a notice: one button keeps the account (REQUIREMENTS E1).

It has a router of its own, so that a sign-in does not pay for its imports.
"""

from chalicelib.accounts.actions import retention
from chalicelib.phrase import phrase
from chalicelib.retention.inputs import Keep
from chalicelib.retention.schemas import KeepPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()
KEPT = phrase("Your account is kept.")


@router.get("keep_account.page", guard=PUBLIC, response=KeepPage)
def keep_account_page(request: Request) -> Page:
    is_open = retention.is_link_valid(request.services, request.carried.get("token", ""))
    return Page("accounts/keep.html", KeepPage(link_is_open=is_open))


@router.post("keep_account.page", guard=PUBLIC, body=Keep, retry_page=keep_account_page, response=Changed)
def post_keep_account(request: Request, form: Keep) -> Answer:
    retention.keep(request.services, form.token or request.carried.get("token", ""), request.now)
    request.response.carry(token="")
    return changed(request, path_for("sign_in.page"), KEPT)
