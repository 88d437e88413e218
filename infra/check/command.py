"""`make check`: tells everything that is wrong in the files of portals, without a build and without the cloud."""

from typing import Annotated, Any

import typer

from chalicelib.portal.text import Language
from infra.check.telling import language_of_the_terminal, sentences, tell
from infra.check.whole import portal_faults
from infra.portals import folder_of, folders

LanguageOption = Annotated[Language | None, typer.Option(help="fr or en; the terminal's where it is not said")]


def check(
    portals: Annotated[list[str] | None, typer.Argument(help="keys; all portals where none is named")] = None,
    language: LanguageOption = None,
) -> None:
    """Tell everything that is wrong in the files of portals: where it stands, and what is possible there."""
    spoken = language or language_of_the_terminal()
    wrong = False
    for folder in map(folder_of, portals or folders()):
        faults = portal_faults(folder)
        wrong = wrong or bool(faults)
        for fault in faults:
            print(tell(fault, spoken))
        print(done("faults" if faults else "checked", spoken, name=folder.name, count=len(faults)))
    raise typer.Exit(code=int(wrong))


def done(what: str, language: Language, **facts: Any) -> str:
    """Return the sentence that a command ends with."""
    sentence: str = sentences()["done"][what][language]
    return sentence.format(**facts)
