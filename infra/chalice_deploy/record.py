"""Finds on AWS what Chalice has put for a stage, in the form in which Chalice records it.

Chalice writes its record only when all is done, and only on the machine that deployed. Without it, Chalice would make a
second API, and stop at the subscriptions to the stream that stand already.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.chalice_deploy.resolve import Names
from infra.deploy.target import Target
from infra.project import function_name
from infra.stages import Stage, read_stages

Json = dict[str, Any]
NOT_FOUND = {"NoSuchEntity", "NotFoundException", "ResourceNotFoundException"}


def read_record(folder: Path, stage: str) -> Json:
    file = folder / ".chalice" / "deployed" / f"{stage}.json"
    return json.loads(file.read_text()) if file.exists() else {"resources": []}


def merge(recorded: Json, found: Json) -> Json:
    """Return what was found, after what was recorded of functions that are no longer in the code."""
    known = {resource["name"] for resource in found["resources"]}
    gone = [resource for resource in recorded["resources"] if resource["name"] not in known]
    return {**found, "resources": [*gone, *found["resources"]]}


def standing(target: Target, stage: Stage, names: Names) -> Json:
    """Return what stands, each thing after what it needs: Chalice deletes from the end."""
    resources = [each for name in read_stages().functions for each in _of_function(target, stage, name, names)]
    api = find_api(target, stage)
    if api:
        url = f"https://{api}.execute-api.{names['AWS::Region']}.amazonaws.com/api/"
        resources.append(
            {"name": "rest_api", "resource_type": "rest_api", "rest_api_id": api, "rest_api_url": url},
        )
    return {"resources": resources, "schema_version": "2.0", "backend": "api"}


def _of_function(target: Target, stage: Stage, name: str, names: Names) -> Iterator[Json]:
    full = f"{stage.prefix}-{name}"
    role = found(lambda: target.client("iam").get_role(RoleName=full))
    if role:
        yield _entry(f"{name}_role", "iam_role", role_arn=role["Role"]["Arn"], role_name=full)
    if find_log_group(target, f"/aws/lambda/{full}"):
        yield _entry(f"{name}-log-group", "log_group", log_group_name=f"/aws/lambda/{full}")
    function = found(lambda: target.functions.get_function_configuration(FunctionName=function_name(stage.name, name)))
    if function:
        yield _entry(name, "lambda_function", lambda_arn=function["FunctionArn"])
        yield from _subscriptions(target, name, function["FunctionArn"], names[f"{stage.prefix}-stream"])
    if found(lambda: target.client("events").describe_rule(Name=f"{full}-event")):
        yield _entry(f"{name}-event", "cloudwatch_event", rule_name=f"{full}-event")


def _subscriptions(target: Target, name: str, arn: str, stream: str) -> Iterator[Json]:
    mappings = target.functions.list_event_source_mappings(FunctionName=arn)["EventSourceMappings"]
    for mapping in mappings:
        if mapping["EventSourceArn"] == stream:
            uuid = mapping["UUID"]
            yield _entry(
                f"{name}-dynamodb-event-source", "dynamodb_event", stream_arn=stream, event_uuid=uuid, lambda_arn=arn
            )


def _entry(name: str, kind: str, **values: str) -> Json:
    return {"name": name, "resource_type": kind, **values}


def find_api(target: Target, stage: Stage) -> str | None:
    """Return the API whose requests go to the stage's function: all portals' APIs may have one name."""
    client = target.client("apigateway")
    uri = f":function:{function_name(stage.name, 'api_handler')}/invocations"
    for page in client.get_paginator("get_rest_apis").paginate():
        for api in page["items"]:
            if api["name"] in {"guichet", stage.prefix} and uri in _integrations(client, api["id"]):
                return str(api["id"])
    return None


def _integrations(client: Any, api: str) -> str:
    """Return where the API's requests go, as text."""
    resources = client.get_resources(restApiId=api, embed=["methods"], limit=500)["items"]
    return json.dumps([resource.get("resourceMethods") for resource in resources], default=str)


def find_log_group(target: Target, name: str) -> Json | None:
    groups = target.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return next((group for group in groups if group["logGroupName"] == name), None)


def found(ask: Callable[[], Any]) -> Any:
    """Return what AWS answers, or nothing where it knows no such thing."""
    try:
        return ask()
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_FOUND:
            return None
        raise
