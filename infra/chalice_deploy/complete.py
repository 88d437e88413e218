"""Puts right what `chalice deploy` can't say: stream filters, partial batches, dead letters, log groups."""

import time
from collections.abc import Iterator
from typing import Any, cast

from infra.chalice_deploy.api import complete_api
from infra.chalice_deploy.record import find_log_group, found
from infra.chalice_deploy.template import Function, Template
from infra.deploy.target import Target
from infra.stages import Stage
from infra.trouble import Trouble

Json = dict[str, Any]
OF_STREAM = (  # what an event source says, but for where the function begins to read
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "FilterCriteria",
    "FunctionResponseTypes",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "DestinationConfig",
)


def complete(target: Target, stage: Stage, template: Template) -> Iterator[str]:
    """Make what stands what the template says; yield what was not so."""
    functions = template.functions()
    for function in functions:
        _arn(target, function.name)  # all stand, or nothing is done
    for name, days in template.log_groups().items():
        yield from _keep_logs(target, name, days)
    for function in functions:
        yield from _complete_invocation(target, function)
        yield from _complete_source(target, function)
    yield from complete_api(target, stage, template.api())


def _arn(target: Target, name: str) -> str:
    function = found(lambda: target.functions.get_function_configuration(FunctionName=name))
    if function is None:
        raise Trouble(f"The function {name} does not stand: `chalice deploy` comes before this.")
    return str(function["FunctionArn"])


def _keep_logs(target: Target, name: str, days: int) -> Iterator[str]:
    logs, group = target.client("logs"), find_log_group(target, name)
    if not group:
        logs.create_log_group(logGroupName=name)
    if not group or group.get("retentionInDays") != days:
        logs.put_retention_policy(logGroupName=name, retentionInDays=days)
        yield f"{name}: kept for {days} days"


def _complete_invocation(target: Target, function: Function) -> Iterator[str]:
    """Say how often and how long a job is tried, and where its failures go."""
    if function.invocation:
        wanted = {**function.invocation, "DestinationConfig": _destination(function.invocation)}
        put = target.functions.put_function_event_invoke_config
        if _differ(found(lambda: _invocation(target, function.name)), wanted):
            put(FunctionName=function.name, **wanted)
            yield f"{function.name}: attempts and dead letters"


def _invocation(target: Target, name: str) -> Json:
    return dict(target.functions.get_function_event_invoke_config(FunctionName=name))


def _destination(of: Json) -> Json:
    """Return where failures go as Lambda says it: SAM adds the kind of the place."""
    return {"OnFailure": {"Destination": of["DestinationConfig"]["OnFailure"]["Destination"]}}


def _complete_source(target: Target, function: Function) -> Iterator[str]:
    if function.source and "Stream" in function.source:
        yield from _complete_stream(target, function.name, function.source)
    elif function.source:
        yield from _complete_rule(target, function.name, function.source)


def _complete_stream(target: Target, name: str, source: Json) -> Iterator[str]:
    wanted = {key: source[key] for key in OF_STREAM} | {"DestinationConfig": _destination(source)}
    mappings = target.functions.list_event_source_mappings(
        FunctionName=_arn(target, name), EventSourceArn=source["Stream"]
    )["EventSourceMappings"]
    if not mappings:
        raise Trouble(f"{name} is not subscribed to the stream: `chalice deploy` comes before this.")
    if _differ(cast("Json", mappings[0]), wanted):
        _wait_for_mapping(target, mappings[0]["UUID"])
        target.functions.update_event_source_mapping(UUID=mappings[0]["UUID"], **wanted)
        yield f"{name}: filter, partial batches and dead letters of the stream"


def _wait_for_mapping(target: Target, uuid: str) -> None:
    """Lambda changes nothing of a subscription that it is still making."""
    while target.functions.get_event_source_mapping(UUID=uuid)["State"] in {"Creating", "Enabling", "Updating"}:
        time.sleep(target.pause)


def _complete_rule(target: Target, name: str, source: Json) -> Iterator[str]:
    """Let what reaches no function go to the dead letters; Chalice's only target of a rule is the function."""
    events, rule = target.client("events"), f"{name}-event"
    (aim,) = events.list_targets_by_rule(Rule=rule)["Targets"]
    if aim.get("DeadLetterConfig") != source["DeadLetterConfig"]:
        events.put_targets(Rule=rule, Targets=[{**aim, "DeadLetterConfig": source["DeadLetterConfig"]}])
        yield f"{rule}: dead letters"


def _differ(stands: Json | None, wanted: Json) -> bool:
    return not stands or any(stands.get(key) != value for key, value in wanted.items())
