"""What operators' commands are told, checked before anything is done: the stage, addresses, languages."""

import sys
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from chalicelib.accounts.inputs import Email
from infra.stages import Stage, read_stages
from infra.trouble import Trouble

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


def stage_named(name: str) -> Stage:
    """Return the stage of infra/stages.toml; raise Trouble."""
    return read_stages().named(name)


def email_address(text: str) -> str:
    """Return the address as sign-up would take it; raise Trouble."""
    try:
        return _EMAIL.validate_python(text)
    except ValidationError:
        raise Trouble(f"{text!r} is no email address, such as zoe@example.org.") from None


StageArgument = Annotated[
    Stage,
    typer.Argument(parser=stage_named, metavar="STAGE", help="portal and environment, such as social-work-production"),
]
EmailArgument = Annotated[str, typer.Argument(parser=email_address, metavar="EMAIL")]
Yes = Annotated[bool, typer.Option("--yes", help="don't ask")]


def settle(doubts: list[str], *, yes: bool) -> None:
    """Show what gives rise to doubt, and go on where someone says so; raise Trouble where nobody can be asked."""
    for doubt in doubts:
        print(f"  {doubt}")
    if not doubts or yes:
        return
    if not sys.stdin.isatty():
        raise Trouble("Nothing was deployed. Mend infra/stages.toml, or say --yes to go on as it is.")
    typer.confirm("Go on as it is?", abort=True)
