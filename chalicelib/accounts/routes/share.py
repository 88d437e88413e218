"""Routes of members who share an access code: identify oneself, list, add and remove (REQUIREMENTS A7)."""

from chalicelib.accounts.actions import sharing
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import signed_in, signed_in_at_all
from chalicelib.accounts.profile_inputs import AddMember, RemoveMember, SayWho
from chalicelib.accounts.profile_schemas import MembersPage, WhoPage, member_row
from chalicelib.accounts.schemas import SignedInAnswer
from chalicelib.phrase import phrase
from chalicelib.urls import path_for
from chalicelib.web import cookies
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
ADDED = phrase("The person is added, and told the access code by email.")
REMOVED = phrase("The person is removed. Change the password, which they still know.")


@router.get("sharing.who", guard=signed_in_at_all, response=WhoPage)
def who_page(request: Request, person: Person) -> Page:
    people = tuple(member_row(each, person.id) for each in sharing.sharers(request.services, person))
    return Page("accounts/who.html", WhoPage(people=people), {"person": person.id})


@router.post("sharing.who", guard=signed_in_at_all, body=SayWho, retry_page=who_page, response=SignedInAnswer)
def post_who(request: Request, person: Person, form: SayWho) -> Answer:
    token, found = sharing.say_who(request.services, person, form.person, request.now)
    if not request.raw.wants_json:
        request.response.set_cookie(cookies.SESSION, token)
    expired = person.must_change_password
    model = SignedInAnswer(session=token, ends_at=person.ends_at, must_change_password=expired)
    to = path_for("account.password") if expired else request.carried.get("next", path_for("account.page"))
    return Done(to, model, language=found.language)


@router.get("sharing.people", guard=signed_in, response=MembersPage)
def members_page(request: Request, person: Person) -> Page:
    people = tuple(member_row(each, person.id) for each in sharing.sharers(request.services, person))
    model = MembersPage(people=people, may_change=sharing.may_change(person))
    return Page("accounts/people.html", model, {"language": request.language})


@router.post("sharing.people", guard=signed_in, body=AddMember, retry_page=members_page, response=Changed)
def post_member(request: Request, person: Person, form: AddMember) -> Answer:
    sharing.add(request.services, person, form, request.now)
    return changed(request, path_for("sharing.people"), ADDED)


@router.post("sharing.remove", guard=signed_in, body=RemoveMember, retry_page=members_page, response=Changed)
def post_remove_member(request: Request, person: Person, form: RemoveMember) -> Answer:
    sharing.remove(request.services, person, form.person, request.now)
    return changed(request, path_for("sharing.people"), REMOVED)
