"""What operators do with the files of portals: check them, begin a new one."""

from pathlib import Path
from typing import Annotated

import typer

from infra.check.command import LanguageOption, done
from infra.check.scaffold import new_portal as copy_portal
from infra.check.telling import language_of_the_terminal
from infra.portals import places


def new_portal(
    key: str,
    like: Annotated[str, typer.Option(help="the portal that is most like it")],
    place: Annotated[Path | None, typer.Option("--in", help="the folder that it is made in")] = None,
    language: LanguageOption = None,
) -> None:
    """Make the folder of a new portal, as a copy of one that is like it."""
    folder = copy_portal(key, like, (place or places()[0]).resolve())
    print(done("copied", language or language_of_the_terminal(), folder=folder, like=like, name=key))
