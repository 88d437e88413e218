"""Commands about one person: how things stand with an account, and opening a blocked sign-in. Both leave a trail."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from chalicelib.accounts.actions.find import holder, identifier_keys
from chalicelib.accounts.actions.throttling import attempts_key
from chalicelib.accounts.errors import NobodyKnown
from chalicelib.accounts.model import Account
from chalicelib.activities.model import write_activity
from chalicelib.limits import rules
from chalicelib.services import Services
from chalicelib.staff.actions.audit import OPERATOR
from chalicelib.staff.actions.locks import open_access
from chalicelib.unit_of_work import UnitOfWork
from infra.deploy.target import Target
from infra.ops.arguments import StageArgument
from infra.ops.portal_services import services_of
from infra.trouble import Trouble

Identifier = Annotated[str, typer.Argument(help="what the person signs in with")]


def status(stage: StageArgument, identifier: Identifier) -> None:
    """Say how things stand with an account. The person's audit trail says that an operator looked."""
    services = services_of(Target(), stage)
    for line in look_at(services, identifier, services.clock.now()):
        print(line)


def unlock(stage: StageArgument, identifier: Identifier) -> None:
    """Open the sign-in of someone who failed too often, in the operator's name."""
    services = services_of(Target(), stage)
    open_for(services, identifier, services.clock.now())
    print("Sign-in is open.")


def look_at(services: Services, identifier: str, now: datetime) -> list[str]:
    """Return what is known of the account, in lines; raise Trouble. The audit trail is written before."""
    account = holder(services, identifier_keys(services, services.portal.identifier_kinds, identifier), now)
    if account is None:
        raise _nobody(identifier)
    work = UnitOfWork(services, now, OPERATOR)
    write_activity(work, account.id, "account-viewed")
    work.commit()
    return [*_known(account), *_locks(services, account, now)]


def open_for(services: Services, identifier: str, now: datetime) -> None:
    """Let the person try again, one of the staff too; raise Trouble."""
    try:
        open_access(services, identifier, OPERATOR, now, of_staff=True)
    except NobodyKnown:
        raise _nobody(identifier) from None


def _nobody(identifier: str) -> Trouble:
    return Trouble(f"Nobody signs in with {identifier!r}.")


def _known(account: Account) -> Iterator[str]:
    yield f"account {account.id}: {account.state}"
    yield f"created {account.created_at:%Y-%m-%d}, last active {account.last_active_at:%Y-%m-%d}"
    yield f"signs in with: {', '.join(account.identifiers)}"
    if account.unreachable_since:
        yield f"mail does not arrive since {account.unreachable_since:%Y-%m-%d}"
    if account.activation and not account.is_active:
        yield f"not activated: the link works until {account.activation.expires_at:%Y-%m-%d %H:%M}Z"


def _locks(services: Services, account: Account, now: datetime) -> Iterator[str]:
    """Yield where too many failures have shut sign-in: for all, or in one browser that is known."""
    key = attempts_key(account.id)
    policy = services.portal.policies.lockout
    for row in services.table.query(key.pk):
        here = rules.for_people(policy, account.people) if row["sk"] == key.sk else policy
        if rules.is_shut(row, here, now):
            where = "in new browsers" if row["sk"] == key.sk else "in a known browser"
            worn_out = row["lifetime"] >= here.lifetime_attempts
            until = "until someone opens it" if worn_out else f"until {row['opens_at']}"
            yield f"sign-in is locked {where} {until}"
