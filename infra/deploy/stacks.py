"""CloudFormation stacks: made, brought up to date, or left alone where nothing changed."""

import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from infra.deploy.remains import clear_remains
from infra.deploy.target import Target
from infra.trouble import Trouble

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.literals import CapabilityType
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef, StackTypeDef

Outputs = dict[str, str]
# Roles, and SAM’s short forms.
CAPABILITIES: "tuple[CapabilityType, ...]" = ("CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND")
DONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
# What stands as it was before the last update, or was taken over, is sound too.
SOUND = DONE | {"UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}
NEVER_STOOD = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}
HALTED = {"CREATE_FAILED", "UPDATE_FAILED"}  # what was made stays, and an update goes on from there


class Template(NamedTuple):
    """`url` is where a template lies that may be too long to be sent.

    `halts` says what a failure does: what was made stays, and the next run goes on. Else all of it is taken back.
    """

    text: str
    url: str | None = None
    halts: bool = False

    def place(self) -> dict[str, Any]:
        return {"TemplateURL": self.url} if self.url else {"TemplateBody": self.text}


class StackFailed(Trouble):
    """A stack that is not as it should be; the message says which resources failed, and why."""


def put_stack(target: Target, name: str, template: Template, parameters: Mapping[str, str]) -> Outputs:
    """Make the stack what the template and the parameters say; return its outputs once it is."""
    stack = _made_ready(target, name)
    if stack is None or not _stands(target, stack, template, parameters):
        stack = _submit(target, name, template, parameters, stack)
    return outputs(stack)


def find_stack(target: Target, name: str) -> "StackTypeDef | None":
    try:
        return target.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def outputs(stack: "StackTypeDef") -> Outputs:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _made_ready(target: Target, name: str) -> "StackTypeDef | None":
    """Return the stack as it can be updated, once nothing else is done to it; None where it is to be made."""
    stack = _wait(target, name)
    if stack is None:
        return None
    if stack["StackStatus"] in NEVER_STOOD:
        clear_remains(target, name)
        stack = _wait(target, name)
    elif stack["StackStatus"] == "UPDATE_ROLLBACK_FAILED":
        target.cloudformation.continue_update_rollback(StackName=name)
        stack = _wait(target, name)
    if stack and stack["StackStatus"] not in SOUND | HALTED:
        raise StackFailed(f"{name}: {stack['StackStatus']}\n{_reasons(target, name)}")
    return stack


def _stands(target: Target, stack: "StackTypeDef", template: Template, parameters: Mapping[str, str]) -> bool:
    """Tell whether the stack already is what it would be made."""
    given = {parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in stack.get("Parameters", [])}
    if stack["StackStatus"] not in DONE or not parameters.items() <= given.items():
        return False
    submitted: Any = target.cloudformation.get_template(StackName=stack["StackName"])["TemplateBody"]
    return bool(submitted == (template.text if isinstance(submitted, str) else json.loads(template.text)))


def _submit(
    target: Target, name: str, template: Template, parameters: Mapping[str, str], before: "StackTypeDef | None"
) -> "StackTypeDef":
    put = target.cloudformation.update_stack if before else target.cloudformation.create_stack
    given: list[ParameterTypeDef] = [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()]
    halts = template.halts and (before is None or before["StackStatus"] in HALTED)
    more: dict[str, Any] = {"DisableRollback": True} if halts else {}
    try:
        put(StackName=name, Parameters=given, Capabilities=CAPABILITIES, **template.place(), **more)
    except ClientError as error:
        if before and "No updates are to be performed" in str(error):
            return before
        raise
    stack = _wait(target, name)
    if stack is None or stack["StackStatus"] not in DONE:
        raise StackFailed(f"{name}: {stack and stack['StackStatus']}\n{_reasons(target, name)}")
    return stack


def _wait(target: Target, name: str) -> "StackTypeDef | None":
    """Wait until nothing is under way; return the stack, or None where it is gone."""
    while (stack := find_stack(target, name)) and stack["StackStatus"].endswith("_IN_PROGRESS"):
        time.sleep(target.pause)
    return stack


def _reasons(target: Target, name: str) -> str:
    """Return which resources failed, and why."""
    events = target.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event.get("ResourceStatus", "").endswith("_FAILED")]
    return "\n".join(f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}" for event in failed)
