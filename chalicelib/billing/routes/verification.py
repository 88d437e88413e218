"""Proof of a receipt or certificate to anyone who has its code (REQUIREMENTS M3)."""

from chalicelib.billing.actions.verification import verify, written
from chalicelib.billing.inputs import Verify
from chalicelib.billing.presenters import genuine
from chalicelib.billing.schemas import Genuine, VerifyPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()


@router.get("verification.page", guard=PUBLIC, response=VerifyPage)
def verify_page(_: Request) -> Page:
    return Page("billing/verify.html", VerifyPage())


@router.post("verification.page", guard=PUBLIC, body=Verify, retry_page=verify_page, response=Genuine)
def post_verify(request: Request, form: Verify) -> Answer:
    proven = verify(request.services, form.code, request.raw.address, request.now)
    return Done(path_for("verification.genuine", code=written(form.code)), genuine(request, proven))


@router.get("verification.genuine", guard=PUBLIC, response=Genuine)
def show_genuine(request: Request) -> Page:
    proven = verify(request.services, request.parameters["code"], request.raw.address, request.now)
    return Page("billing/genuine.html", genuine(request, proven))
