"""What operators do: one command each. AWS is who the shell's credentials say.

STAGE is a portal and its environment, as infra/stages.toml names them: `social-work-production`.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib.accounts.actions.administration import admit as admit_account
from chalicelib.portal.text import Language
from chalicelib.staff.model import StaffRole
from infra import build as builder
from infra import portals
from infra.check.command import check
from infra.deploy.doubts import doubts
from infra.deploy.portal import deploy_portal, roll_back
from infra.deploy.target import Target
from infra.ops import dead_letters, people, time
from infra.ops.arguments import EmailArgument, StageArgument, Yes, settle
from infra.ops.doctor import Patient, examine
from infra.ops.integrations import integrations
from infra.ops.keys import keys
from infra.ops.portal_services import services_of
from infra.ops.portals import new_portal
from infra.ops.staff import invite_staff
from infra.trouble import explain_failures

cli = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
cli.add_typer(integrations, name="integrations")
cli.add_typer(keys, name="keys")
cli.command()(check)
cli.command()(new_portal)
for command in (
    *(time.preview, time.run, time.schedule_reviews, time.undelivered, time.acknowledged),
    *(people.status, people.unlock, dead_letters.dead_letters, dead_letters.redrive),
):
    cli.command()(command)


@cli.command()
def build(extra: Annotated[list[Path], typer.Option("--with", help="a portal's folder beside our own")] = []) -> None:  # noqa: B006 -- typer's way
    """Make the package and the templates."""
    package = builder.build(portals=tuple(extra))
    print(f"{package.zip}: {package.zip.stat().st_size / 2**20:.1f} MiB")


@cli.command()
def deploy(stage: StageArgument, *, yes: Yes = False) -> None:
    """Put a portal on AWS: what it keeps, its code, then what watches it."""
    target, portal = Target(), portals.load(stage.portal)
    print(f"{stage.name} to account {target.account}, region {target.session.region_name}")
    settle(doubts(portal, stage), yes=yes)
    deploy_portal(target, portal, builder.build_for_aws(), stage)


@cli.command()
def rollback(stage: StageArgument) -> None:
    """Put the package back that was deployed before the one that runs."""
    print(f"{stage.name} runs {roll_back(Target(), stage, datetime.now(UTC))} again")


@cli.command()
def doctor(stage: StageArgument) -> None:
    """Say what is not as it should be with a portal on AWS."""
    patient = Patient(Target(), portals.load(stage.portal), stage, datetime.now(UTC).date())
    good = True
    for finding in examine(patient):
        print(finding, flush=True)
        good = good and finding.good
    raise typer.Exit(code=0 if good else 1)


@cli.command()
def admit(stage: StageArgument, email: EmailArgument, language: Language = "fr") -> None:
    """Open an account for someone whom the body knows: the mail holds what to sign in with, and a link."""
    services = services_of(Target(), stage)
    account = admit_account(services, email, language, services.clock.now())
    print(account.id)


@cli.command()
def add_staff(
    stage: StageArgument,
    email: EmailArgument,
    language: Language = "fr",
    role: Annotated[list[StaffRole], typer.Option(help="may be given several times")] = [StaffRole.ADMINISTRATOR],  # noqa: B006 -- typer's way
) -> None:
    """Invite someone to the staff of a portal, such as its first administrator: the email holds a link."""
    print(invite_staff(services_of(Target(), stage), email, language, role).id)


if __name__ == "__main__":
    with explain_failures():
        cli()
