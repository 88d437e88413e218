"""People with an account of any portal, in a browser; also where nobody can sign up."""

from chalice.app import Chalice

from chalicelib.accounts.actions.find import identifier_keys
from chalicelib.accounts.model import Account, AccountState
from chalicelib.accounts.storage import add_account, claim_identifier
from chalicelib.activities.model import write_activity
from chalicelib.portal.model import IdentifierKind
from chalicelib.portal.text import Language
from chalicelib.unit_of_work import UnitOfWork
from tests.support.http import Answer, Browser
from tests.support.world import GOOD, World

EMAIL = "zoe@example.org"
IDENTIFIERS: dict[IdentifierKind, str] = {
    "email": EMAIL,
    "user_name": "zoe.example",
    "application_id": "10000042",
    "access_code": "TB-4711",
}


def member(world: World, language: Language = "fr") -> Account:
    """Return someone with an active account, known by everything that the portal knows people by."""
    account = Account(
        id=world.ids.new(),
        state=AccountState.ACTIVE,
        audiences=tuple(audience.key for audience in world.portal.audiences),
        identifiers={kind: IDENTIFIERS[kind] for kind in ("email", *world.portal.identifier_kinds)},
        email=EMAIL,
        language=language,
        password=world.passwords.hash(GOOD),
        password_set_at=world.now,
        created_at=world.now,
        last_active_at=world.now,
    )
    work = UnitOfWork(world, world.now)
    add_account(work, account)
    for kind, text in account.identifiers.items():
        for key in identifier_keys(world, [kind], text):
            claim_identifier(work, key, account.id, None, world.now)
    write_activity(work, account.id, "signed-up")
    work.commit()
    return account


def browser_of_member(world: World, app: Chalice, language: Language = "fr") -> Browser:
    """Return the browser of a member who has just signed in."""
    member(world, language)
    browser = Browser(app)
    sign_in(world, browser, language)
    return browser


def sign_in(world: World, browser: Browser, language: Language = "fr", password: str = GOOD) -> Answer:
    """Sign a member in and return the page that follows."""
    browser.get(f"/{language}/sign-in")
    answer = browser.post(f"/{language}/sign-in", identifier=identifier(world), password=password)
    assert answer.status == 303, answer
    return browser.get(answer.location)


def identifier(world: World) -> str:
    """Return what a member signs in with."""
    return IDENTIFIERS[world.portal.audiences[0].identifiers[0]]
