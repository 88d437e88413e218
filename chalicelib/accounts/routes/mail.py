"""Mail as the person has it: what was sent, what became of it, and what can be done (REQUIREMENTS X4)."""

from chalicelib.accounts.access import person, signed_in
from chalicelib.accounts.actions import mailbox
from chalicelib.accounts.pages import Changed
from chalicelib.accounts.profile_inputs import SendEmailAgain
from chalicelib.accounts.profile_pages import MailPage
from chalicelib.accounts.routes.common import changed
from chalicelib.accounts.views import mail_shown
from chalicelib.phrase import phrase
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
MAIL = "/account/mail"
SENT_AGAIN = phrase("The email is on its way again.")
TEST_SENT = phrase("A test email is on its way. Once it is delivered, you get all of our emails again.")


@desk.get("/{lang}/account/mail", access=signed_in, gives=MailPage)
def mail_page(visit: Visit) -> Page:
    mine = person(visit)
    return Page("accounts/mail.html", mail_shown(visit, mine, mailbox.list_emails(visit.services, mine)))


@desk.post("/{lang}/account/mail", access=signed_in, takes=SendEmailAgain, form=mail_page, gives=Changed, status=202)
def post_mail(visit: Visit, wish: SendEmailAgain) -> Answer:
    mailbox.send_again(visit.services, person(visit), wish.letter, visit.now)
    return Done(MAIL, changed(visit, SENT_AGAIN), 202, SENT_AGAIN)


@desk.post("/{lang}/account/mail/test", access=signed_in, takes=Nothing, form=mail_page, gives=Changed, status=202)
def post_mail_test(visit: Visit, _: Nothing) -> Answer:
    mailbox.send_test(visit.services, person(visit), visit.now)
    return Done(MAIL, changed(visit, TEST_SENT), 202, TEST_SENT)
