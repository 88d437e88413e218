"""Writes `.chalice/`: a stage for each environment of a portal, and for each function the policy of stages.toml.

usage: python -m infra.stages
"""

import json
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from infra.portals import folders
from infra.project import INFRA, REGION, ROOT, function_name
from infra.trouble import Trouble

Json = dict[str, Any]
EnvironmentName = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9]{0,9}$")]
NO_ACCOUNT = "000000000000"  # stands where the data stack's own name will stand


class Place(BaseModel):
    """Where an environment of a portal is reached, and what guards it there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: str
    sender: str = ""
    alarm_address: str = ""
    certificate: str = ""
    requests_per_address: int = 0
    requests_a_second: Annotated[int, Field(ge=1)] = 100
    requests_at_once: Annotated[int, Field(ge=1)] = 200
    assets_a_second: Annotated[int, Field(ge=1)] = 1000
    asset_cache: bool = False
    payments: Literal["none", "stripe"] = "none"


class Stage(Place):
    """One environment of a portal, such as `social-work-production`: a deployment of its own."""

    portal: str
    environment: str

    @property
    def name(self) -> str:
        return f"{self.portal}-{self.environment}"

    @property
    def prefix(self) -> str:
        """Return what the names of its stacks, tables, functions and logs begin with."""
        return f"guichet-{self.name}"


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

    portals: dict[str, dict[EnvironmentName, Place]]
    functions: dict[str, Function]
    actions: dict[str, list[str]]

    def all(self) -> list[Stage]:
        return [stage for portal in self.portals for stage in self.of(portal)]

    def of(self, portal: str) -> list[Stage]:
        """Return the stages of a portal in the order of the file."""
        places = self.portals[portal].items()
        return [Stage(portal=portal, environment=name, **place.model_dump()) for name, place in places]

    def named(self, name: str) -> Stage:
        """Return the stage; raise Trouble that names those there are."""
        found = {stage.name: stage for stage in self.all()}
        if name not in found:
            near = [f"{name}-{other.environment}" for other in found.values() if other.portal == name]
            near += get_close_matches(name, found, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise Trouble(f"infra/stages.toml has no stage {name!r}.{hint} It has: {', '.join(found)}.")
        return found[name]

    def operations(self) -> dict[str, set[str]]:
        """Return the operations our code calls, by botocore's name of the service."""
        found: dict[str, set[str]] = {}
        for function in self.functions.values():
            for call in (call for calls in function.calls.values() for call in calls):
                service, _, operation = call.partition(":")
                found.setdefault(service, set()).add(operation)
        return found


def read_stages(path: Path = INFRA / "stages.toml") -> Stages:
    """Return what the file says, and of portals that lie elsewhere what stands beside their portal.toml."""
    said = tomllib.loads(path.read_text())
    for key, folder in folders().items():
        if (folder / path.name).exists():
            said["portals"][key] = tomllib.loads((folder / path.name).read_text())
    return Stages.model_validate(said)


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
        "stages": {stage.name: {"environment_variables": environment_variables(stage)} for stage in stages.all()},
    }


def _function(name: str, function: Function) -> Json:
    # Chalice would name the API's log group after a function that it then renames: infra/package.yaml declares it.
    logs = {"log_retention_in_days": 0} if name == "api_handler" else {}
    return {
        "iam_policy_file": f"policies/{name}.json",
        "lambda_memory_size": function.memory,
        "lambda_timeout": function.timeout,
        **logs,
    }


def environment_variables(stage: Stage) -> dict[str, str]:
    """Return what the functions of the stage are told."""
    return {
        "PORTAL": stage.portal,
        "TABLE": stage.prefix,
        "SECRET": f"{stage.prefix}-key",
        "FACTORS_SECRET": f"{stage.prefix}-factors",
        "CONFIGURATION_SET": stage.prefix,
        "ORIGIN": stage.origin,
        "SENDER": stage.sender,
        "UPLOADS": f"{stage.prefix}-uploads",  # infra/package.yaml knows its real name
        "UPLOADS_ENDPOINT": f"https://s3.{REGION}.amazonaws.com",
        "SCANNER": "guardduty",
        "RECEIPTS": f"{stage.prefix}-receipts",  # likewise
        "STREAM_ARN": f"arn:aws:dynamodb:{REGION}:{NO_ACCOUNT}:table/{stage.prefix}/stream/-",  # likewise
        "PAYMENTS": stage.payments,
        "PAYMENTS_SECRET": f"{stage.prefix}-payments",
        "PAYMENTS_API": "",
        "CLOUD": "aws",
    }


def policy(name: str, function: Function, actions: dict[str, list[str]]) -> Json:
    """Return a function's policy; the stage is a parameter of the template that it is packaged in."""
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
    imported = {"Fn::ImportValue": {"Fn::Sub": f"guichet-${{Stage}}-{export}"}}
    return {"Fn::Sub": [f"${{Arn}}/{below}", {"Arn": imported}]} if below else imported


def _log_streams(name: str) -> Json:
    group = f"log-group:/aws/lambda/{function_name('${Stage}', name)}"
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
