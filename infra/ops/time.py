"""Commands about what time brings: see it before it comes, run a job, and what staff have to know."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chalicelib.accounts.storage import ACCOUNT
from chalicelib.applications.storage import PREFIX
from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.table import Key
from chalicelib.forms.catalogue import load_catalogue
from chalicelib.portal import loader
from chalicelib.retention.actions.undelivered_notices import acknowledge, list_undelivered
from chalicelib.services import Services
from chalicelib.wiring import keeps_account
from infra.deploy.target import Target
from infra.ops.affairs import emails, money, passwords, registrations, uploads
from infra.ops.arguments import StageArgument
from infra.ops.coming import Coming, endings, lapsing, reminders, schedule_all, totals, under_review
from infra.ops.portal_services import ReadTable, deployed, services_of
from infra.portals import folder_of
from infra.project import function_name
from infra.stages import Stage
from infra.trouble import Trouble

OPERATOR = "operator"
Until = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="the last day, in the portal's time zone")]
Policy = Annotated[Path | None, typer.Option(help="a file that says what would be otherwise than in portal.toml")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only say what it would do")]


class Job(StrEnum):
    """What can be run out of turn."""

    EXPIRE = "expire"
    REMIND = "remind"
    RECONCILE = "reconcile"
    SWEEP = "sweep"


def preview(stage: StageArgument, until: Until, policy: Policy = None) -> None:
    """Say who gets which mail and what ends until a day; with a changed policy too, before it is one."""
    target = Target()
    services = _services(target, stage, ReadTable)
    end = (until + timedelta(days=1)).replace(tzinfo=services.portal.zone).astimezone(UTC)
    accounts = list(every(target, stage))
    today = _coming(services, under_review(services, end), accounts, end)
    if policy is None:
        _show(today)
        return
    print(f"as it is:   {totals(today)}")
    services.portal = loader.check(stage.portal, folder_of(stage.portal).parent, policy)
    changed = _coming(services, accounts, accounts, end)
    print(f"as changed: {totals(changed)}")
    _show(changed)


def run(stage: StageArgument, job: Job, *, dry_run: DryRun = False) -> None:
    """Run a job now, beside its schedule: twice is as good as once."""
    target = Target()
    if dry_run:
        services = _services(target, stage, ReadTable)
        _show(_in_order(DOES[job](services, services.clock.now())))
    else:
        with deployed(stage):
            target.functions.invoke(FunctionName=function_name(stage.name, job), InvocationType="Event")


def schedule_reviews(stage: StageArgument) -> None:
    """Schedule all reviews by the present policies: after one became shorter, or accounts were imported."""
    target = Target()
    print(f"{schedule_all(_services(target, stage), every(target, stage)):,} reviews added, or made earlier")


def undelivered(stage: StageArgument) -> None:
    """List notices that did not arrive: what they announced does not come before someone says that it may."""
    for each in list_undelivered(_services(Target(), stage)):
        print(each.account, each.about, f"since {each.undelivered_at:%Y-%m-%d %H:%M}")


def acknowledged(stage: StageArgument, account: str, about: str = ACCOUNT) -> None:
    """Say that the body knows that a notice did not arrive, so that time goes on."""
    services = _services(Target(), stage)
    if not acknowledge(services, account, about, OPERATOR, services.clock.now()):
        raise Trouble(f"Nothing that was announced to {account} about {about} failed to arrive.")


def every(target: Target, stage: Stage) -> Iterator[Key]:
    """Yield the keys of all accounts and applications: by reading the whole table, which only operators do."""
    pages = (
        target.client("dynamodb").get_paginator("scan").paginate(TableName=stage.prefix, ProjectionExpression="pk, sk")
    )
    for item in (item for page in pages for item in page["Items"]):
        key = Key(item["pk"]["S"], item["sk"]["S"])
        if key.sk == ACCOUNT or (
            key.pk.startswith("ACCOUNT#") and key.sk.startswith(PREFIX) and key.sk.count("#") == 1
        ):
            yield key


def _expiring(services: Services, now: datetime) -> list[Coming]:
    ended = endings(services, under_review(services, now), keeps_account(), now, now)
    return [*ended, *lapsing(services, now), *uploads(services, now), *registrations(services, now)]


DUE = (reminders, lapsing, uploads, registrations, money, emails)
DOES: Mapping[Job, Callable[[Services, datetime], Iterable[Coming]]] = {
    Job.EXPIRE: _expiring,
    Job.REMIND: reminders,
    Job.RECONCILE: money,
    Job.SWEEP: emails,
}


def _coming(services: Services, ending: Iterable[Key], accounts: Iterable[Key], end: datetime) -> list[Coming]:
    """Return what comes: to what is `ending`, to the passwords of `accounts`, and what is due."""
    now = services.clock.now()
    due = (each for kind in DUE for each in kind(services, end))
    return _in_order(
        [*endings(services, ending, keeps_account(), now, end), *passwords(services, accounts, now, end), *due]
    )


def _in_order(found: Iterable[Coming]) -> list[Coming]:
    return sorted(found, key=lambda each: each.at)


def _show(found: list[Coming]) -> None:
    for each in found:
        mail = f"mail {each.mail} ({each.language or 'both'})" if each.mail else "no mail"
        print(f"{each.at:%Y-%m-%d %H:%M}Z  {each.does}: {each.to}, {mail}; {each.why}")
    print(totals(found))


def _services(target: Target, stage: Stage, table: type[DynamoTable] = DynamoTable) -> Services:
    services = services_of(target, stage, table)
    services.catalogue = load_catalogue(stage.portal)
    return services
