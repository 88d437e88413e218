"""Those who share an access code: who one is, and who they are (REQUIREMENTS A7)."""

from chalicelib.accounts.access import person, signed_in, signed_in_at_all
from chalicelib.accounts.actions import share
from chalicelib.accounts.profile_inputs import AddColleague, RemoveColleague, SayWho
from chalicelib.accounts.profile_schemas import ColleaguesPage, WhoPage, member_row
from chalicelib.accounts.routes.common import changed
from chalicelib.accounts.schemas import Changed, SignedInAnswer
from chalicelib.phrase import phrase
from chalicelib.web import cookies
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk()
ADDED = phrase("The person is added, and told the access code by email.")
REMOVED = phrase("The person is removed. Change the password, which they still know.")


@desk.get("/{lang}/account/who", access=signed_in_at_all, gives=WhoPage)
def who_page(visit: Visit) -> Page:
    mine = person(visit)
    people = tuple(member_row(each, mine.id) for each in share.sharers(visit.services, mine))
    return Page("accounts/who.html", WhoPage(people=people), {"person": mine.id})


@desk.post("/{lang}/account/who", access=signed_in_at_all, takes=SayWho, form=who_page, gives=SignedInAnswer)
def post_who(visit: Visit, wish: SayWho) -> Answer:
    mine = person(visit)
    token, found = share.say_who(visit.services, mine, wish.person, visit.now)
    if not visit.incoming.wants_json:
        visit.set_cookie(cookies.SESSION, token)
        visit.language = found.language or visit.language
    expired = mine.must_change_password
    model = SignedInAnswer(session=token, ends_at=mine.ends_at, must_change_password=expired)
    return Done("/account/password" if expired else visit.carried.get("next", "/account"), model)


@desk.get("/{lang}/account/people", access=signed_in, gives=ColleaguesPage)
def colleagues_page(visit: Visit) -> Page:
    mine = person(visit)
    people = tuple(member_row(each, mine.id) for each in share.sharers(visit.services, mine))
    model = ColleaguesPage(people=people, may_change=share.may_change(mine))
    return Page("accounts/people.html", model, {"language": visit.language})


@desk.post("/{lang}/account/people", access=signed_in, takes=AddColleague, form=colleagues_page, gives=Changed)
def post_colleague(visit: Visit, wish: AddColleague) -> Answer:
    share.add(visit.services, person(visit), wish, visit.now)
    return Done("/account/people", changed(visit, ADDED), notice=ADDED)


@desk.post(
    "/{lang}/account/people/remove", access=signed_in, takes=RemoveColleague, form=colleagues_page, gives=Changed
)
def post_remove_colleague(visit: Visit, wish: RemoveColleague) -> Answer:
    share.remove(visit.services, person(visit), wish.person, visit.now)
    return Done("/account/people", changed(visit, REMOVED), notice=REMOVED)
