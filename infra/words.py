"""Collects the sentences of the code and the templates into the French catalogue: `python -m infra.words`.

A new sentence is added without its French, and the build stops until someone writes it; one that is said no more goes.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from chalicelib.i18n.languages import LOCALE
from infra.project import ROOT

CATALOGUE = LOCALE / "fr.po"
FOLDERS = ("chalicelib", "templates")
KEYWORDS = parse_keywords(["_", "ngettext:1,2", "phrase", "counted:1,2"])


def renewed(catalogue: bytes) -> bytes:
    """Return a catalogue with the sentences of today."""
    words = read_po(BytesIO(catalogue), locale="fr")
    words.update(_collected(), no_fuzzy_matching=True, update_creation_date=False)
    written = BytesIO()
    write_po(written, words, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return written.getvalue()


def _collected() -> Catalog:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog()
    for *_, sentence, _comments, _context in extract_from_dir(
        ROOT, methods, options, KEYWORDS, directory_filter=_may_hold_sentences
    ):
        found.add(sentence)
    return found


def _may_hold_sentences(folder: str) -> bool:
    return Path(folder).relative_to(ROOT).parts[0] in FOLDERS


if __name__ == "__main__":
    CATALOGUE.write_bytes(renewed(CATALOGUE.read_bytes()))
