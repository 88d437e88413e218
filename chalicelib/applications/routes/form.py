"""The pages of a form (REQUIREMENTS F2). Nothing that was typed is lost: not by an error, not by another window."""

from typing import NamedTuple

from chalicelib.accounts.actions.sessions import Person
from chalicelib.addresses.actions import look_up
from chalicelib.addresses.model import Search
from chalicelib.addresses.schemas import addresses_found, chosen, inputs
from chalicelib.applications.actions.find import documents_of, service_of
from chalicelib.applications.actions.save import DraftEdit, save_answers, save_page
from chalicelib.applications.form_presenters import form_page, next_path
from chalicelib.applications.form_schemas import FormPageShown, Saved
from chalicelib.applications.guards import own_application
from chalicelib.applications.inputs import FindAddress, SaveAnswers, SavePage
from chalicelib.errors import NotFound
from chalicelib.forms.kinds.address import AddressQuestion
from chalicelib.forms.page import FormPage
from chalicelib.forms.presenters import form_values
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.request import Request
from chalicelib.web.router import Router, proven_by

router = Router()


class OwnPage(NamedTuple):
    """A page of the form of a person's own application, as it was read with their session."""

    person: Person
    draft: DraftEdit


@proven_by("session")
def own_page(request: Request) -> OwnPage:
    """Return the page of the form that the address names, with its application; raise NotFound."""
    own = own_application(request)
    service = service_of(request.services, own.application)
    page = service.page(request.parameters["page"])
    if page is None:
        raise NotFound
    return OwnPage(own.person, DraftEdit(own.application, service, page))


@router.get("form.page", guard=own_page, response=FormPageShown)
def show_page(request: Request, own: OwnPage) -> Page:
    application, page = own.draft.application, own.draft.page
    documents = documents_of(request.services, application, request.now) if page.has_documents else []
    model = form_page(request, application, page, documents)
    # A page that comes back holds what was typed and no more: what was emptied stays empty, what was unticked unticked.
    values = {} if request.raw.typed else form_values(page, application.answers)
    return Page("applications/form.html", model, values)


@router.post("form.page", guard=own_page, body=SavePage, retry_page=show_page, response=Saved)
def post_page(request: Request, own: OwnPage, form: SavePage) -> Answer:
    saved = save_page(request.services, own.draft, form, request.now)
    leaves = form.then == "leave"
    here = path_for("applications.page", number=saved.number)
    following = here if leaves else next_path(saved, own.draft.page, request)
    return Done(following, Saved(version=saved.version, saved_at=saved.saved_at, next=following))


@router.post("form.answers", guard=own_page, body=SaveAnswers, retry_page=show_page, response=Saved)
def post_answers(request: Request, own: OwnPage, form: SaveAnswers) -> Answer:
    saved = save_answers(request.services, own.draft, form, request.now)
    return Done(None, Saved(version=saved.version, saved_at=saved.saved_at))


@router.post("form.find_address", guard=own_page, body=FindAddress, retry_page=show_page, response=FormPageShown)
def post_find_address(request: Request, own: OwnPage, form: FindAddress) -> Answer:
    """Show the page as it was typed, with the addresses that were found, or with the chosen one filled in."""
    shown, question = show_page(request, own), address_question(request, own.draft.page)
    field, typed = f"answers.{question}", {**shown.values, **request.raw.typed}
    if address := chosen(form.use):
        return shown._replace(values={**typed, **inputs(field, address)})
    search = Search(field, form.postal_code(question), request.language, request.raw.address)
    found = addresses_found(field, look_up(request.services, search, request.now))
    return shown._replace(model=shown.model.replace(found=found), values=typed)


def address_question(request: Request, page: FormPage) -> str:
    """Return the question that the address of the request names; raise NotFound where it asks for no address."""
    asked = [each.key for each in page.questions if isinstance(each, AddressQuestion)]
    if request.parameters["question"] not in asked:
        raise NotFound
    return request.parameters["question"]
