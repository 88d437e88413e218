"""A new portal is begun as a copy of one that is like it; portals lie wherever PORTALS says."""

from pathlib import Path

import pytest

from chalicelib.portal.faults import PortalError
from chalicelib.portal.loader import PORTALS, keys
from infra.check.scaffold import new_portal
from infra.check.whole import portal_faults
from infra.portals import folder_of, folders
from infra.stages import read_stages
from tests.conftest import EXAMPLES


@pytest.mark.parametrize("like", keys())
def test_a_new_portal_passes_the_check_as_it_stands(tmp_path: Path, like: str) -> None:
    folder = new_portal("midwifery", like, tmp_path)
    assert folder == tmp_path / "midwifery"
    assert portal_faults(folder) == []


def test_its_files_name_their_schemas_from_where_they_lie(tmp_path: Path) -> None:
    folder = new_portal("midwifery", "social-work", tmp_path)
    for file in {*folder.rglob("*.toml")} - {folder / "stages.toml"}:
        first = file.read_text().splitlines()[0]
        assert (file.parent / first.removeprefix("#:schema ")).resolve().is_file(), file


def test_it_says_what_it_was_copied_from_and_not_what_that_was_modelled_on(tmp_path: Path) -> None:
    lines = (new_portal("midwifery", "social-work", tmp_path) / "portal.toml").read_text().splitlines()
    assert lines[1:4] == [
        "# Begun as a copy of social-work: the body, the sender, the services and the fees are still that portal's.",
        "",
        'sender = "ne-pas-repondre-no-reply@opts.example"',
    ]


@pytest.mark.parametrize(
    ("key", "like", "kind"),
    [("Midwifery", "freight", "folder_name"), ("here", "freight", "portal_exists"), ("new", "frieght", "no_portal")],
)
def test_what_can_not_be_is_refused(tmp_path: Path, key: str, like: str, kind: str) -> None:
    (tmp_path / "here").mkdir()
    with pytest.raises(PortalError) as error:
        new_portal(key, like, tmp_path)
    assert [each.kind for each in error.value.faults] == [kind]
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_portals_lie_in_the_tree_unless_another_place_is_said() -> None:
    assert list(folders({})) == keys()
    assert folder_of("freight", {}) == PORTALS / "freight"


def test_a_place_is_a_portal_or_holds_several(tmp_path: Path) -> None:
    mine = new_portal("midwifery", "freight", tmp_path / "mine")
    environment = {"PORTALS": f"{mine}:{EXAMPLES}"}
    assert folders(environment) == {"example": EXAMPLES / "example", "midwifery": mine}
    with pytest.raises(PortalError, match="no_portal"):
        folder_of("freight", environment)


def test_a_portal_of_another_place_has_its_stages_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_portal("midwifery", "freight", tmp_path)
    monkeypatch.setenv("PORTALS", str(tmp_path))
    stage = read_stages().named("midwifery-production")
    assert (stage.portal, stage.origin) == ("midwifery", "https://midwifery.example.org")
