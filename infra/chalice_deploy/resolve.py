"""Fills in what a template leaves to CloudFormation: its parameters, the data stack's exports, the account."""

import re
from typing import Any

from infra.deploy.portal import code_parameters
from infra.deploy.stacks import find_stack
from infra.deploy.target import Target
from infra.stages import Stage
from infra.trouble import Trouble

Json = dict[str, Any]
Names = dict[str, str]
NO_VALUE = "AWS::NoValue"  # of a property that is left out


def names_of(target: Target, stage: Stage) -> Names:
    """Return what the template of a stage may name: the exports of its data stack, its parameters, and where we are."""
    data = find_stack(target, f"{stage.prefix}-data")
    if data is None:
        raise Trouble(
            f"The stack {stage.prefix}-data does not stand: `python -m infra.chalice_deploy data {stage.name}` puts it."
        )
    exports = {out["ExportName"]: out["OutputValue"] for out in data.get("Outputs", []) if "ExportName" in out}
    _, partition, _, region, account, *_ = exports[f"{stage.prefix}-table"].split(":")
    place = {"AWS::Region": region, "AWS::AccountId": account, "AWS::Partition": partition}
    return exports | place | code_parameters(target, stage)


def resolve(node: Any, names: Names) -> Any:
    """Return a part of a template with its references filled in."""
    if isinstance(node, list):
        return [resolve(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    value = _reference(node, names)
    if value is not None:
        return value
    found = {key: resolve(item, names) for key, item in node.items()}
    return {key: item for key, item in found.items() if item != NO_VALUE}


def _reference(node: Json, names: Names) -> Any:
    """Return what a reference stands for; None where the node is none."""
    match node:
        case {"Ref": name}:
            return name if name == NO_VALUE else names[name]
        case {"Fn::ImportValue": name}:
            return names[resolve(name, names)]
        case {"Fn::GetAtt": [name, attribute]}:
            return names[f"{name}.{attribute}"]
        case {"Fn::Sub": text}:
            return _filled(text, names)
        case {"Fn::If": [condition, yes, no]}:
            return resolve(yes if names[condition] == "true" else no, names)
    return None


def _filled(text: str | list[Any], names: Names) -> str:
    if isinstance(text, list):  # with names of its own
        return _filled(text[0], names | resolve(text[1], names))
    return re.sub(r"\$\{([^}]+)\}", lambda found: names[found[1]], text)
