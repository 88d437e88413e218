"""Pages that describe the counter: the front page, help, and what a public body must say of its site."""

from chalicelib.guidance.schemas import Contact, GuidancePage, HomePage
from chalicelib.phrase import Phrase, phrase
from chalicelib.web.answers import Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.languages import say
from chalicelib.web.visit import Visit

desk = Desk()


@desk.get("/{lang}", access=everyone, gives=HomePage)
def home_page(visit: Visit) -> Page:
    portal, language = visit.portal, visit.language
    model = HomePage(
        portal=portal.name[language],
        body=portal.body.name[language],
        introduction=portal.wording.introduction[language],
        sign_up_is_open=portal.policies.sign_up.open,
    )
    return Page("guidance/home.html", model)


@desk.get("/{lang}/help", access=everyone, gives=Contact)
def help_page(visit: Visit) -> Page:
    body = visit.portal.body
    return Page("guidance/help.html", Contact(body=body.name[visit.language], email=body.email, phones=body.phones))


@desk.get("/{lang}/accessibility", access=everyone, gives=GuidancePage)
def accessibility_page(visit: Visit) -> Page:
    return _document(visit, "guidance/accessibility.html", phrase("Accessibility"))


@desk.get("/{lang}/privacy", access=everyone, gives=GuidancePage)
def privacy_page(visit: Visit) -> Page:
    return _document(visit, "guidance/privacy.html", phrase("Privacy"))


@desk.get("/{lang}/terms", access=everyone, gives=GuidancePage)
def terms_page(visit: Visit) -> Page:
    return _document(visit, "guidance/terms.html", phrase("Terms of use"))


def _document(visit: Visit, template: str, title: Phrase) -> Page:
    return Page(template, GuidancePage(title=say(title, visit.language, visit.portal.zone)))
