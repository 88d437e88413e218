"""People who use a counter: each function brings one to a point from which a test goes on."""

from typing import Any

from pydantic import SecretStr

from chalicelib.accounts.actions import find, sign_in, sign_up
from chalicelib.accounts.actions.activate import activate_by_code
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.inputs import Activate, SignIn, SignUp
from chalicelib.accounts.model import Account
from chalicelib.accounts.storage import put_account
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.table import Change
from tests.support.world import GOOD, World, code_in

ZOE = "zoe@example.org"
VISITOR = Visitor(language="fr", address="203.0.113.7", browser="browser-1", agent="Mozilla/5.0 Firefox/140 Windows")


def sign_up_as(world: World, email: str = ZOE, password: str = GOOD, visitor: Visitor = VISITOR, **more: Any) -> None:
    wish = SignUp(email=email, password=SecretStr(password), accept_terms=True, **more)
    sign_up.sign_up(world, wish, visitor, world.now)


def activated(world: World, email: str = ZOE, password: str = GOOD, visitor: Visitor = VISITOR, **more: Any) -> Account:
    """Return someone who has signed up and proven the address."""
    sign_up_as(world, email, password, visitor, **more)
    activate_by_code(world, Activate(email=email, code=code_in(world.mail(email))), visitor, world.now)
    return account_of(world, email)


def account_of(world: World, email: str = ZOE) -> Account:
    account = find.by_identifier(world, "email", email, world.now)
    assert account, email
    return account


def changed(world: World, account: Account, **fields: Any) -> Account:
    """Write the account with these fields otherwise, as staff or time would have made it."""
    change = Change(world.ids.new())
    put_account(change, account.replace(**fields))
    world.table.commit(change)
    return account_of(world, account.email)


def try_to_sign_in(
    world: World, identifier: str = ZOE, password: str = GOOD, visitor: Visitor = VISITOR, audience: str | None = None
) -> sign_in.OpenedSession:
    wish = SignIn(identifier=identifier, password=SecretStr(password), audience=audience)
    return sign_in.sign_in(world, wish, visitor, world.now)


def signed_in(world: World, identifier: str = ZOE, password: str = GOOD, visitor: Visitor = VISITOR) -> Person:
    """Return someone who signs in and is there now."""
    person = resume(world, try_to_sign_in(world, identifier, password, visitor).token, world.now)
    assert person
    return person
