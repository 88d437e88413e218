"""A company's access code that several people share: Zoé, who administers it, and others."""

from collections.abc import Iterable

from chalicelib.accounts.actions.administration import Newcomer, admission
from chalicelib.accounts.actions.recover import reset_password
from chalicelib.accounts.model import Account, Member
from chalicelib.accounts.storage import put_account, put_member
from chalicelib.unit_of_work import UnitOfWork
from tests.support.people import ZOE, account_of
from tests.support.world import GOOD, World


def shared_code(world: World, others: Iterable[str] = ("Ann",)) -> str:
    """Return the code; the password is chosen."""
    work = UnitOfWork(world, world.now)
    account = admission(work, Newcomer("Zoé", ZOE, None))
    work.commit()
    assert account.reset
    reset_password(world, account.reset.proof(account.id).token(world.keyring), GOOD, world.now)
    _bring_in(world, account_of(world), list(others))
    return account.identifiers["access_code"]


def _bring_in(world: World, account: Account, names: list[str]) -> None:
    work = UnitOfWork(world, world.now)
    for name in names:
        address = f"{len(work.writes)}@quincaillerie.example"
        put_member(work, account.id, Member(id=world.ids.new(), name=name, email=address, added_at=world.now))
    put_account(work, account.replace(people=1 + len(names)))
    work.commit()
