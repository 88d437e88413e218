"""The deployer's policy is made of what the templates declare: no type is missing, none is left over."""

import json
from typing import Any

import yaml

from infra.build import Package
from infra.docs.deployer import NAME, deployer_policy, read_deployer
from infra.project import INFRA, ROOT
from tests.support.cloudformation import types

Json = dict[str, Any]
API, FUNCTION = "AWS::Serverless::Api", "AWS::Serverless::Function"
OF_THE_API = {"AWS::ApiGateway::Deployment", "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage"}
OF_EVENTS = {  # SAM's kind of event -> what it makes of it
    "DynamoDB": {"AWS::Lambda::EventSourceMapping"},
    "Schedule": {"AWS::Events::Rule", "AWS::Lambda::Permission"},
    "CloudWatchEvent": {"AWS::Events::Rule", "AWS::Lambda::Permission"},
}
LONGEST = 6144  # characters of a managed policy, without white space
DATA = ("dynamodb", "s3", "secretsmanager", "sqs")
READS = {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "secretsmanager:GetSecretValue", "sqs:ReceiveMessage"}
POLICY: Json = json.loads(deployer_policy())
ACTIONS = {action for statement in POLICY["Statement"] for action in statement["Action"]}


def test_the_committed_policy_is_what_the_file_says() -> None:
    assert (ROOT / "docs" / NAME).read_text() == deployer_policy(), "run: make docs"


def test_it_has_each_type_that_a_template_declares_and_no_other(package: Package) -> None:
    declared = types(INFRA / "data.yaml") | types(INFRA / "edge.yaml")
    for template in package.templates.values():
        declared |= _made_of(json.loads(template.read_text()))
    assert declared == read_deployer().types.keys()


def _made_of(template: Json) -> set[str]:
    """Return the types of a template, with what SAM makes of its own."""
    kinds = {resource["Type"] for resource in template["Resources"].values()}
    functions = [found["Properties"] for found in template["Resources"].values() if found["Type"] == FUNCTION]
    events = {event["Type"] for function in functions for event in function.get("Events", {}).values()}
    made = {kind for event in events for kind in OF_EVENTS[event]}
    invoked = {"AWS::Lambda::EventInvokeConfig"} if any("EventInvokeConfig" in each for each in functions) else set()
    return (kinds - {API, FUNCTION}) | OF_THE_API | {"AWS::Lambda::Function"} | made | invoked


def test_it_can_neither_read_what_people_typed_nor_delete_what_is_kept() -> None:
    assert set() == ACTIONS & READS
    assert [action for action in ACTIONS if action.startswith(DATA) and "Delete" in action] == []


def test_no_action_is_a_wildcard_and_only_what_has_no_name_of_ours_is_everywhere() -> None:
    assert [action for action in ACTIONS if "*" in action] == []
    everywhere = {action for found in POLICY["Statement"] if found["Resource"] == ["*"] for action in found["Action"]}
    assert {action.partition(":")[0] for action in everywhere} == {
        *("cloudformation", "guardduty", "lambda", "logs", "secretsmanager")
    }


def test_it_fits_into_one_managed_policy() -> None:
    assert len(json.dumps(POLICY, separators=(",", ":"))) <= LONGEST


def test_the_example_deploys_by_make_with_a_token_that_is_not_kept() -> None:
    found = yaml.safe_load((ROOT / "docs" / "pipeline" / "deploy.yml").read_text())
    assert found["permissions"] == {"contents": "read", "id-token": "write"}
    runs = [step["run"] for step in found["jobs"]["deploy"]["steps"] if "run" in step]
    assert [run.split(" STAGE=")[0] for run in runs] == ["make unit", "make deploy"]
