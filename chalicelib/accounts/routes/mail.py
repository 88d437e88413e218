"""Routes of the emails that were sent to a person: the list, sending again, a test (REQUIREMENTS X4)."""

from chalicelib.accounts.actions import email_delivery
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import signed_in
from chalicelib.accounts.presenters import mail_shown
from chalicelib.accounts.profile_inputs import SendEmailAgain
from chalicelib.accounts.profile_schemas import MailPage
from chalicelib.phrase import phrase
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
SENT_AGAIN = phrase("The email is on its way again.")
TEST_SENT = phrase("A test email is on its way. Once it is delivered, you get all of our emails again.")


@router.get("account_emails.page", guard=signed_in, response=MailPage)
def mail_page(request: Request, person: Person) -> Page:
    return Page("accounts/mail.html", mail_shown(request, person, email_delivery.list_emails(request.services, person)))


@router.post(
    "account_emails.page", guard=signed_in, body=SendEmailAgain, retry_page=mail_page, response=Changed, status=202
)
def post_mail(request: Request, person: Person, form: SendEmailAgain) -> Answer:
    email_delivery.send_again(request.services, person, form.email_id, request.now)
    return changed(request, path_for("account_emails.page"), SENT_AGAIN, 202)


@router.post("account_emails.test", guard=signed_in, body=Nothing, retry_page=mail_page, response=Changed, status=202)
def post_mail_test(request: Request, person: Person, _: Nothing) -> Answer:
    email_delivery.send_test(request.services, person, request.now)
    return changed(request, path_for("account_emails.page"), TEST_SENT, 202)
