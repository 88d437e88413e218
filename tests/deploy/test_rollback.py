"""The package before is put back, with the parameters that its own template asks for."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from moto import mock_aws

from infra.deploy.history import before, deployments, note_deployment
from infra.deploy.portal import roll_back
from infra.deploy.target import Target
from infra.stages import Stage
from infra.trouble import Trouble
from tests.support.aws import bucket

STAGE = Stage(portal="freight", environment="staging", origin="https://freight.example.org")
BUCKET, NOW = "packages", datetime.fromisoformat("2026-11-28T12:00:00Z")


class Stacks:
    """CloudFormation with the data stack and the code's; it notes what the code's was made to be."""

    def __init__(self) -> None:
        self.put: list[dict[str, Any]] = []

    def describe_stacks(self, *, StackName: str) -> Any:  # noqa: N803 -- botocore's name
        outputs = [{"OutputKey": "Packages", "OutputValue": BUCKET}]
        return {"Stacks": [{"StackName": StackName, "StackStatus": "UPDATE_COMPLETE", "Outputs": outputs}]}

    def update_stack(self, **given: Any) -> None:
        self.put.append(given)


@pytest.fixture
def target() -> Iterator[Target]:
    with mock_aws():
        bucket(BUCKET)
        found = Target()
        found.cloudformation = Stacks()  # type: ignore[assignment]
        yield found


def deploy(target: Target, *names: str) -> None:
    for hours, name in enumerate(names):
        template = {"Parameters": {"Stage": {}, "Origin": {}}, "Description": name}
        target.s3.put_object(Bucket=BUCKET, Key=name, Body=json.dumps(template).encode())
        note_deployment(target, BUCKET, name, NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("known", "expected"),
    [([], None), (["a"], None), (["a", "b"], "a"), (["a", "b", "c", "b"], "a"), (["a", "b", "a"], None)],
)
def test_going_back_twice_goes_back_two(known: list[str], expected: str | None) -> None:
    assert before(known) == expected


def test_what_is_deployed_again_is_noted_once(target: Target) -> None:
    deploy(target, "a", "a", "b")
    assert deployments(target, BUCKET) == ["a", "b"]


def test_the_package_before_is_put_back_and_noted(target: Target) -> None:
    deploy(target, "a", "b")
    assert roll_back(target, STAGE, NOW + timedelta(days=1)) == "a"
    (put,) = target.cloudformation.put  # type: ignore[attr-defined]
    assert (put["StackName"], put["TemplateURL"].rpartition("/")[2]) == ("guichet-freight-staging", "a")
    assert put["Parameters"] == [
        {"ParameterKey": "Stage", "ParameterValue": "freight-staging"},
        {"ParameterKey": "Origin", "ParameterValue": "https://freight.example.org"},
    ]
    assert deployments(target, BUCKET) == ["a", "b", "a"]


def test_where_nothing_was_before_nothing_is_done(target: Target) -> None:
    deploy(target, "a")
    with pytest.raises(Trouble, match="freight-staging has no package before the one that runs"):
        roll_back(target, STAGE, NOW)
    assert target.cloudformation.put == []  # type: ignore[attr-defined]
