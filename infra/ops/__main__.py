"""What operators do: one command each. AWS is who the shell's credentials say."""

from pathlib import Path
from typing import Annotated

import typer

from chalicelib.accounts.actions.admit import admit as admit_account
from chalicelib.portal import loader
from chalicelib.staff.model import StaffRole
from infra import build as builder
from infra.check.command import check
from infra.deploy.portal import deploy_portal
from infra.deploy.target import Target
from infra.ops import time
from infra.ops.doctor import examine
from infra.ops.integrations import integrations
from infra.ops.portal_services import services_of
from infra.ops.portals import new_portal
from infra.ops.sandbox import deploy_with_chalice
from infra.ops.staff import invite_staff
from infra.stages import read_stages
from infra.trouble import told

cli = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
cli.add_typer(integrations, name="integrations")
cli.command()(check)
cli.command()(new_portal)
for command in (time.preview, time.run, time.schedule_reviews, time.undelivered, time.acknowledged):
    cli.command()(command)


@cli.command()
def build(extra: Annotated[list[Path], typer.Option("--with", help="a portal's folder beside our own")] = []) -> None:  # noqa: B006 -- typer's way
    """Make the package and the templates."""
    package = builder.build(portals=tuple(extra))
    print(f"{package.zip}: {package.zip.stat().st_size / 2**20:.1f} MiB")


@cli.command()
def deploy(stage: str) -> None:
    """Put a portal on AWS: what it keeps, its code, then what watches it."""
    deploy_portal(Target(), loader.load(stage), builder.build(), read_stages().portals[stage])


@cli.command()
def sandbox(stage: str) -> None:
    """Put a portal's code with `chalice deploy`, for a quick try; what it keeps must stand already."""
    builder.build()
    deploy_with_chalice(Target(), stage)


@cli.command()
def doctor(stage: str) -> None:
    """Say what is not as it should be with a portal on AWS."""
    findings = examine(Target(), loader.load(stage), read_stages().portals[stage])
    for finding in findings:
        print(finding)
    raise typer.Exit(code=0 if all(finding.good for finding in findings) else 1)


@cli.command()
def admit(stage: str, email: str, language: str = "fr") -> None:
    """Open an account for someone whom the body knows: the mail holds what to sign in with, and a link."""
    services = services_of(Target(), stage)
    account = admit_account(services, email, "en" if language == "en" else "fr", services.clock.now())
    print(account.id)


@cli.command()
def add_staff(
    stage: str,
    email: str,
    language: str = "fr",
    role: Annotated[list[StaffRole], typer.Option(help="may be given several times")] = [StaffRole.ADMINISTRATOR],  # noqa: B006 -- typer's way
) -> None:
    """Invite someone to the staff of a portal, such as its first administrator: the email holds a link."""
    print(invite_staff(services_of(Target(), stage), email, language, role).id)


if __name__ == "__main__":
    with told():
        cli()
