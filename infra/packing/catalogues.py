"""Compiles the catalogues of messages, beside their sources: `python -m infra.packing.catalogues`.

One that is incomplete stops the build.
"""

from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from chalicelib.i18n.languages import LOCALE
from infra.trouble import Trouble, explain_failures


class Untranslated(Trouble):
    """Messages without a translation, or with one that nobody confirmed."""


def compile_all(folder: Path = LOCALE) -> None:
    for source in sorted(folder.glob("*.po")):
        _compile(source)


def _compile(source: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.stem)
    missing = [message for message in catalogue if message.id and not _is_said(message)]
    if missing:
        raise Untranslated("\n".join(f"{source}:{message.lineno}: not translated: {message.id}" for message in missing))
    target = source.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        _write(catalogue, target)


def _is_said(message: Message) -> bool:
    said = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(said) and not message.fuzzy


def _write(catalogue: Catalog, target: Path) -> None:
    with target.open("wb") as file:
        write_mo(file, catalogue)


if __name__ == "__main__":
    with explain_failures():
        compile_all()
