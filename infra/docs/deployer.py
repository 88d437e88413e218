"""The policy of whoever deploys from a pipeline, made from infra/deploy/deployer.toml."""

import json
import tomllib
from typing import Any

from pydantic import BaseModel, ConfigDict

from infra.project import INFRA

NAME = "pipeline/deployer-policy.json"


class Grant(BaseModel):
    """What may be done, and on what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actions: list[str]
    on: list[str]


class Deployer(BaseModel):
    """`types` are of resources, as templates name them; `command` is what the command does by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: dict[str, Grant]
    command: dict[str, Grant]


def read_deployer() -> Deployer:
    return Deployer.model_validate(tomllib.loads((INFRA / "deploy" / "deployer.toml").read_text()))


def deployer_policy() -> str:
    """Return the text of docs/pipeline/deployer-policy.json: one statement for each set of resources."""
    found = read_deployer()
    allowed: dict[tuple[str, ...], set[str]] = {}
    for grant in (*found.types.values(), *found.command.values()):
        allowed.setdefault(tuple(grant.on), set()).update(grant.actions)
    statements = [_statement(on, actions) for on, actions in sorted(allowed.items())]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2) + "\n"


def _statement(on: tuple[str, ...], actions: set[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": sorted(actions), "Resource": list(on)}
