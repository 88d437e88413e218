"""Pages that describe the portal: the front page, help, and what a public body must say of its site."""

from chalicelib.guidance.schemas import Contact, GuidancePage, HomePage
from chalicelib.i18n.languages import say
from chalicelib.phrase import Phrase, phrase
from chalicelib.web.answers import Page
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()


@router.get("guidance.home", guard=PUBLIC, response=HomePage)
def home_page(request: Request) -> Page:
    portal, language = request.portal, request.language
    model = HomePage(
        portal=portal.name[language],
        body=portal.body.name[language],
        introduction=portal.wording.introduction[language],
        sign_up_is_open=portal.policies.sign_up.open,
    )
    return Page("guidance/home.html", model)


@router.get("guidance.help", guard=PUBLIC, response=Contact)
def help_page(request: Request) -> Page:
    body = request.portal.body
    return Page("guidance/help.html", Contact(body=body.name[request.language], email=body.email, phones=body.phones))


@router.get("guidance.accessibility", guard=PUBLIC, response=GuidancePage)
def accessibility_page(request: Request) -> Page:
    return _document(request, "guidance/accessibility.html", phrase("Accessibility"))


@router.get("guidance.privacy", guard=PUBLIC, response=GuidancePage)
def privacy_page(request: Request) -> Page:
    return _document(request, "guidance/privacy.html", phrase("Privacy"))


@router.get("guidance.terms", guard=PUBLIC, response=GuidancePage)
def terms_page(request: Request) -> Page:
    return _document(request, "guidance/terms.html", phrase("Terms of use"))


def _document(request: Request, template: str, title: Phrase) -> Page:
    return Page(template, GuidancePage(title=say(title, request.language, request.portal.zone)))
