"""Why a document is not taken is said, in both languages, with the portal's own numbers."""

import pytest

from chalicelib.documents.errors import FolderFull, why_rejected
from chalicelib.documents.model import RejectedFor
from chalicelib.i18n.languages import say
from chalicelib.portal.loader import load
from chalicelib.portal.text import Language

PORTAL = load("social-work")
POLICY = PORTAL.policies.documents


@pytest.mark.req("F3", "X1")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("reason", RejectedFor)
def test_every_reason_has_words(reason: RejectedFor, language: Language) -> None:
    said = say(why_rejected(reason, POLICY), language, PORTAL.zone)
    assert said.endswith(".")
    assert not set(said) & {"{", "}"}


@pytest.mark.req("SEC52", "X1")
@pytest.mark.parametrize(("reason", "number"), [(RejectedFor.TOO_LARGE, "10"), (RejectedFor.TOO_MANY_PAGES, "200")])
def test_a_reason_names_the_portals_own_limit(reason: RejectedFor, number: str) -> None:
    assert number in say(why_rejected(reason, POLICY), "fr", PORTAL.zone)


@pytest.mark.req("SEC47")
def test_a_full_folder_is_told_with_its_limits() -> None:
    said = say(FolderFull(POLICY).detail, "en", PORTAL.zone)
    assert ("30 documents" in said, "100 MB" in said) == (True, True)
