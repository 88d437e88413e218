"""The pages of a form (REQUIREMENTS F2). Nothing that was typed is lost: not by an error, not by another window."""

from chalicelib.addresses.actions import look_up
from chalicelib.addresses.model import Search
from chalicelib.addresses.schemas import addresses_found, chosen, inputs
from chalicelib.applications.access import application, signed_in_to_application
from chalicelib.applications.actions.find import documents_of, service_of
from chalicelib.applications.actions.save import DraftEdit, save_answers, save_page
from chalicelib.applications.form_presenters import form_page, form_values, next_path
from chalicelib.applications.form_schemas import FormPageShown, Saved
from chalicelib.applications.inputs import FindAddress, SaveAnswers, SavePage
from chalicelib.applications.model import Application
from chalicelib.applications.presenters import path_of
from chalicelib.errors import NotFound
from chalicelib.portal.forms.fields import FormPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk()
PAGE = "/{lang}/applications/{number}/form/{page}"


def page_of_address(visit: Visit, mine: Application) -> FormPage:
    """Return the page that the address names; raise NotFound."""
    page = service_of(visit.services, mine).page(visit.parameters["page"])
    if page is None:
        raise NotFound
    return page


def draft_of(visit: Visit) -> DraftEdit:
    mine = application(visit)
    return DraftEdit(mine, service_of(visit.services, mine), page_of_address(visit, mine))


@desk.get(PAGE, access=signed_in_to_application, gives=FormPageShown)
def show_page(visit: Visit) -> Page:
    mine = application(visit)
    page = page_of_address(visit, mine)
    documents = documents_of(visit.services, mine, visit.now) if page.has_documents else []
    model = form_page(visit, mine, page, documents)
    # A page that comes back holds what was typed and no more: what was emptied stays empty, what was unticked unticked.
    values = {} if visit.incoming.typed else form_values(page, mine.answers)
    return Page("applications/form.html", model, values)


@desk.post(PAGE, access=signed_in_to_application, takes=SavePage, form=show_page, gives=Saved)
def post_page(visit: Visit, wish: SavePage) -> Answer:
    draft = draft_of(visit)
    save_page(visit.services, draft, wish, visit.now)
    saved, leaves = draft.application, wish.then == "leave"
    following = path_of(saved) if leaves else next_path(saved, draft.page, visit)
    return Done(following, Saved(version=saved.version, saved_at=saved.saved_at, next=following))


@desk.post(f"{PAGE}/answers", access=signed_in_to_application, takes=SaveAnswers, form=show_page, gives=Saved)
def post_answers(visit: Visit, wish: SaveAnswers) -> Answer:
    draft = draft_of(visit)
    saved = save_answers(visit.services, draft, wish, visit.now)
    return Done(None, Saved(version=saved.version, saved_at=saved.saved_at))


@desk.post(
    f"{PAGE}/address/{{question}}",
    access=signed_in_to_application,
    takes=FindAddress,
    form=show_page,
    gives=FormPageShown,
)
def post_find_address(visit: Visit, wish: FindAddress) -> Answer:
    """Show the page as it was typed, with the addresses that were found, or with the one that was chosen filled in."""
    shown, question = show_page(visit), address_question(visit)
    field, typed = f"answers.{question}", {**shown.values, **visit.incoming.typed}
    if address := chosen(wish.use):
        return shown._replace(values={**typed, **inputs(field, address)})
    search = Search(field, wish.postal_code(question), visit.language, visit.incoming.address)
    found = addresses_found(field, look_up(visit.services, search, visit.now))
    return shown._replace(model=shown.model.replace(found=found), values=typed)


def address_question(visit: Visit) -> str:
    """Return the question of the address; raise NotFound where it asks for no address."""
    page = page_of_address(visit, application(visit))
    asked = [each.key for each in page.questions if each.type == "address"]
    if visit.parameters["question"] not in asked:
        raise NotFound
    return visit.parameters["question"]
