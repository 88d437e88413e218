"""Writes `.chalice/`: a stage for each portal, and for each function the policy that stages.toml allows it.

usage: python -m infra.stages
"""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from infra.project import INFRA, REGION, ROOT, function_name

Json = dict[str, Any]


class PortalStage(BaseModel):
    """Where a portal is reached, and what guards it there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: str
    alarm_address: str = ""
    certificate: str = ""
    requests_per_address: int = 0
    payments: Literal["none", "stripe"] = "none"


class Function(BaseModel):
    """One Lambda: resource of infra/data.yaml -> what it may do there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    memory: int
    timeout: int
    calls: dict[str, list[str]]
    grants: dict[str, list[str]] = {}


class Stages(BaseModel):
    """What stages.toml says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    portals: dict[str, PortalStage]
    functions: dict[str, Function]
    actions: dict[str, list[str]]

    def operations(self) -> dict[str, set[str]]:
        """Return the operations our code calls, by botocore's name of the service."""
        found: dict[str, set[str]] = {}
        for function in self.functions.values():
            for call in (call for calls in function.calls.values() for call in calls):
                service, _, operation = call.partition(":")
                found.setdefault(service, set()).add(operation)
        return found


def read_stages(path: Path = INFRA / "stages.toml") -> Stages:
    return Stages.model_validate(tomllib.loads(path.read_text()))


def config(stages: Stages) -> Json:
    """Return Chalice's config.json."""
    return {
        "version": "2.0",
        "app_name": "guichet",
        "api_gateway_endpoint_type": "REGIONAL",
        "api_gateway_stage": "api",
        "minimum_compression_size": 1024,
        "log_retention_in_days": 90,
        "xray": False,
        "manage_iam_role": True,
        "autogen_policy": False,
        "lambda_functions": {name: _function(name, function) for name, function in stages.functions.items()},
        "stages": {key: {"environment_variables": _environment(key, place)} for key, place in stages.portals.items()},
    }


def _function(name: str, function: Function) -> Json:
    return {
        "iam_policy_file": f"policies/{name}.json",
        "lambda_memory_size": function.memory,
        "lambda_timeout": function.timeout,
    }


def _environment(portal: str, place: PortalStage) -> dict[str, str]:
    return {
        "PORTAL": portal,
        "TABLE": f"guichet-{portal}",
        "SECRET": f"guichet-{portal}-key",
        "CONFIGURATION_SET": f"guichet-{portal}",
        "ORIGIN": place.origin,
        "UPLOADS": f"guichet-{portal}-uploads",  # infra/package.yaml and infra/ops/sandbox.py know its real name
        "UPLOADS_ENDPOINT": f"https://s3.{REGION}.amazonaws.com",
        "SCANNER": "guardduty",
        "RECEIPTS": f"guichet-{portal}-receipts",  # likewise
        "PAYMENTS": place.payments,
        "PAYMENTS_SECRET": f"guichet-{portal}-payments",
        "PAYMENTS_API": "",
        "ENVIRONMENT": "production",
    }


def policy(name: str, function: Function, actions: dict[str, list[str]]) -> Json:
    """Return a function's policy; the portal is a parameter of the template that it is packaged in."""
    allowed = [(resource, _in_iam(calls, actions)) for resource, calls in function.calls.items()]
    allowed += [(resource, set(granted)) for resource, granted in function.grants.items()]
    statements = [_statement(arn(resource), granted) for resource, granted in allowed if granted]
    logs = _statement(_log_streams(name), ["logs:CreateLogStream", "logs:PutLogEvents"])
    return {"Version": "2012-10-17", "Statement": [*statements, logs]}


def _in_iam(calls: Iterable[str], actions: dict[str, list[str]]) -> set[str]:
    return {action for call in calls for action in actions.get(call, [call])}


def _statement(resource: Json, granted: Iterable[str]) -> Json:
    return {"Effect": "Allow", "Action": sorted(granted), "Resource": resource}


def arn(resource: str) -> Json:
    """Return what stands for the resource in a template: an export of infra/data.yaml, or something below it."""
    export, _, below = resource.partition("/")
    imported = {"Fn::ImportValue": {"Fn::Sub": f"guichet-${{Portal}}-{export}"}}
    return {"Fn::Sub": [f"${{Arn}}/{below}", {"Arn": imported}]} if below else imported


def _log_streams(name: str) -> Json:
    group = f"log-group:/aws/lambda/{function_name('${Portal}', name)}"
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:{group}:*"}


def files(stages: Stages) -> dict[str, str]:
    """Return what `.chalice/` holds: path -> content."""
    contents = {"config.json": config(stages)}
    for name, function in stages.functions.items():
        contents[f"policies/{name}.json"] = policy(name, function, stages.actions)
    return {path: json.dumps(content, indent=2) + "\n" for path, content in contents.items()}


def write(stages: Stages, folder: Path) -> None:
    for path, content in files(stages).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)


if __name__ == "__main__":
    write(read_stages(), ROOT / ".chalice")
