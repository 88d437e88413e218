"""Keys for other systems, such as a carrier's. A key is shown once, when it is made: only its hash is kept."""

from datetime import timedelta
from typing import Annotated

import typer
from pydantic import ValidationError

from chalicelib.cloud.table import Conflict
from chalicelib.integrations.actions import add, revoke, rotate
from chalicelib.integrations.model import Scope
from infra.deploy.target import Target
from infra.ops.arguments import StageArgument
from infra.ops.portal_services import services_of
from infra.trouble import Trouble

integrations = typer.Typer(no_args_is_help=True, help=__doc__)
OVERLAP_DAYS = 7
Scopes = Annotated[list[Scope], typer.Option("--scope", help="may be given several times")]
Days = Annotated[int, typer.Option(min=0, help="how long the keys before it still work")]


@integrations.command("add")
def add_integration(stage: StageArgument, name: str, scope: Scopes = [Scope.EVENTS]) -> None:  # noqa: B006 -- typer's way
    """Let a system in; print its key."""
    services = services_of(Target(), stage)
    try:
        print(add(services, name, scope, services.clock.now()))
    except ValidationError:
        raise Trouble(f"{name!r} is no name: small letters, digits and hyphens, from 2 to 32.") from None
    except Conflict:
        raise Trouble(f"{name} is let in already: rotate its key, or revoke it.") from None


@integrations.command("rotate")
def rotate_key(stage: StageArgument, name: str, overlap_days: Days = OVERLAP_DAYS) -> None:
    """Print a new key for a system."""
    services = services_of(Target(), stage)
    key = rotate(services, name, timedelta(days=overlap_days), services.clock.now())
    if key is None:
        raise Trouble(f"There is no {name}.")
    print(key)


@integrations.command("revoke")
def revoke_keys(stage: StageArgument, name: str) -> None:
    """End all keys of a system at once."""
    if not revoke(services_of(Target(), stage), name):
        raise Trouble(f"There is no {name}.")
