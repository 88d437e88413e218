"""Addresses that mail does not reach: what staff have to know of, and do (REQUIREMENTS X4; SECURITY REL11, REL13)."""

from chalicelib.accounts.actions import mailbox
from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.inputs import SettleMailbox
from chalicelib.staff.schemas import MailboxesPage, mailboxes_shown
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
MAIL = "/{lang}/staff/mail"
SETTLED = phrase("It is noted.")


@desk.get(MAIL, access=may("GET", MAIL), gives=MailboxesPage)
def mailboxes_page(visit: Visit) -> Page:
    return Page("staff/mail.html", mailboxes_shown(mailbox.list_troubles(visit.services)))


@desk.post(MAIL, access=may("POST", MAIL), takes=SettleMailbox, form=mailboxes_page, gives=Changed)
def post_mailbox(visit: Visit, wish: SettleMailbox) -> Answer:
    reopens = wish.decision == "reopen"
    mailbox.settle(visit.services, wish.mailbox, staff_person(visit).id, visit.now, reopens=reopens)
    return Done("/staff/mail", Changed(message=visit.words(SETTLED)), notice=SETTLED)
