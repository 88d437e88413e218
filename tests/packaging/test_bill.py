"""The bill of materials beside the package (SECURITY SEC65)."""

import json
import re
from pathlib import Path

import pytest

from infra.build import Package
from infra.packing.bill import NAME, bill_of_materials
from infra.project import ROOT

REQUIREMENTS = (ROOT / "requirements.txt").read_text()
STYLES = (ROOT / "styles" / "package-lock.json").read_text()


@pytest.mark.req("SEC65")
def test_the_bill_lies_beside_the_package_and_is_cyclonedx(package: Package) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator  # whose import takes seconds

    written = package.zip.with_name(NAME).read_text()
    assert json.loads(written) == bill_of_materials(REQUIREMENTS, STYLES)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None


@pytest.mark.req("SEC65")
def test_every_pinned_package_is_on_it_and_what_browsers_load() -> None:
    names = {component["name"] for component in bill_of_materials(REQUIREMENTS, STYLES)["components"]}
    assert names == {*re.findall(r"(?m)^([a-z0-9-]+)==", REQUIREMENTS), "govuk-frontend"}


@pytest.mark.req("SEC65")
@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-cloud.txt"])
def test_every_requirement_is_pinned_to_digests(name: str) -> None:
    pinned = re.split(r"(?m)^(?=[\w.-]+==)", Path(ROOT, name).read_text())[1:]
    assert pinned
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []
