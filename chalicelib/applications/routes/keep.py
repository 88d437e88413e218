"""The page behind the link of a notice: one button keeps the draft (REQUIREMENTS E2)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.applications.actions import keep
from chalicelib.phrase import phrase
from chalicelib.retention.inputs import Keep
from chalicelib.retention.schemas import KeepPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.visit import Visit

desk = Desk()
KEPT = phrase("Your application is kept. Sign in to go on with it.")


@desk.get("/{lang}/keep/applications/{number}", access=everyone, gives=KeepPage)
def keep_draft_page(visit: Visit) -> Page:
    number = visit.parameters["number"]
    is_open = keep.is_link_valid(visit.services, number, visit.carried.get("token", ""))
    return Page("applications/keep.html", KeepPage(number=number, link_is_open=is_open))


@desk.post("/{lang}/keep/applications/{number}", access=everyone, takes=Keep, form=keep_draft_page, gives=Changed)
def post_keep_draft(visit: Visit, wish: Keep) -> Answer:
    token = wish.token or visit.carried.get("token", "")
    keep.keep(visit.services, visit.parameters["number"], token, visit.now)
    visit.carry(token="")
    return Done("/sign-in", Changed(message=visit.words(KEPT)), notice=KEPT)
