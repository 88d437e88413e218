"""The page behind the link of a notice: one button keeps the account (REQUIREMENTS E1).

It is not among the desks of accounts: who signs in does not pay for its imports.
"""

from chalicelib.accounts.actions import keep
from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.retention.inputs import Keep
from chalicelib.retention.schemas import KeepPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.visit import Visit

desk = Desk()
KEPT = phrase("Your account is kept.")


@desk.get("/{lang}/keep/account", access=everyone, gives=KeepPage)
def keep_account_page(visit: Visit) -> Page:
    is_open = keep.is_link_valid(visit.services, visit.carried.get("token", ""))
    return Page("accounts/keep.html", KeepPage(link_is_open=is_open))


@desk.post("/{lang}/keep/account", access=everyone, takes=Keep, form=keep_account_page, gives=Changed)
def post_keep_account(visit: Visit, wish: Keep) -> Answer:
    keep.keep(visit.services, wish.token or visit.carried.get("token", ""), visit.now)
    visit.carry(token="")
    return Done("/sign-in", Changed(message=visit.words(KEPT)), notice=KEPT)
