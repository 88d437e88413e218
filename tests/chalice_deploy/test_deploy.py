"""`chalice deploy` and what completes it put what `make deploy` puts, again and again; all of it can be taken down."""

import json

import pytest

from infra.build import build
from infra.chalice_deploy.resolve import Names
from tests.chalice_deploy.conftest import STAGE, Cloud, Story
from tests.chalice_deploy.expected import Expected

PARAMETERS = {
    "Stage": STAGE,
    "Origin": "https://psychotherapy.example.org",
    "HasDomain": "no",
    "Sender": "",
    "Cloud": "aws",
    "OnAws": "true",
    "ByDomainAlone": "false",
    "KeepsAssets": "false",
    "RequestRate": "100",
    "RequestBurst": "200",
    "AssetRate": "1000",
    "AssetCache": "no",
    "UploadsEndpoint": "https://s3.ca-central-1.amazonaws.com",
    "Scanner": "guardduty",
    "Payments": "none",
    "PaymentsApi": "",
    "AWS::Region": "ca-central-1",
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
}


@pytest.fixture(scope="session")
def expected(cloud: Cloud, story: Story) -> Expected:
    client = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
    exports: Names = {export["Name"]: export["Value"] for export in client.list_exports()["Exports"]}
    return Expected(build().templates["psychotherapy"], {**exports, **PARAMETERS})


@pytest.mark.parametrize("what", ["functions", "roles", "subscriptions", "invocations", "rules", "logs", "invokers"])
def test_what_stands_is_what_cloudformation_would_put(story: Story, expected: Expected, what: str) -> None:
    assert story.first[what] == getattr(expected, what)()


def test_the_api_is_what_cloudformation_would_put(story: Story, expected: Expected) -> None:
    assert story.first["apis"] == [expected.api()]


def test_there_is_much_to_complete(story: Story) -> None:
    """Were this empty, the tests above would show nothing of the command that completes."""
    assert len(story.done.splitlines()) > 15


def test_what_is_complete_is_left_as_it_is(story: Story) -> None:
    assert story.done_again == ""


def test_deployed_again_nothing_is_different(story: Story) -> None:
    assert story.second == story.first


def test_what_chalice_recorded_is_found_again_on_another_machine(story: Story) -> None:
    recorded, found = (json.loads(record) for record in (story.record, story.record_found))
    assert _by_name(found) == _by_name(recorded)
    assert {key: found[key] for key in ("backend", "schema_version")} == {"backend": "api", "schema_version": "2.0"}


def _by_name(record: dict[str, list[dict[str, str]]]) -> dict[str, dict[str, str]]:
    return {resource["name"]: resource for resource in record["resources"]}


def test_the_deployed_api_answers_and_writes_to_the_portals_table(story: Story) -> None:
    assert story.answer["statusCode"] == 202, story.answer
    assert story.rows > 0


def test_taken_down_nothing_stays_but_what_the_portal_keeps(story: Story) -> None:
    assert not any(story.taken_down.values()), story.taken_down
    assert f"guichet-{STAGE}-data" in story.kept
