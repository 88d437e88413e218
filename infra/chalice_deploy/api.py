"""Puts right what `chalice deploy` can't say of the API: its name, what it answers by itself, how much it takes."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from infra.chalice_deploy.record import find_api
from infra.deploy.target import Target
from infra.stages import Stage
from infra.trouble import Trouble

Json = dict[str, Any]


def complete_api(target: Target, stage: Stage, wanted: Json) -> Iterator[str]:
    """Make the API what the template says; yield what was not so."""
    if wanted["CacheClusterEnabled"]:
        raise Trouble(f"asset_cache of {stage.name} is put by `make deploy` alone: Chalice has no keys for a cache.")
    api = find_api(target, stage)
    if api is None:
        raise Trouble(f"The API of {stage.name} does not stand: `chalice deploy` comes before this.")
    yield from _name(target, api, wanted["Name"])
    closed = _close(target, api, closed=wanted["DisableExecuteApiEndpoint"])
    yield from closed
    yield from _answer(target, api, wanted["StageName"], wanted["GatewayResponses"], anew=bool(closed))
    for method in wanted["MethodSettings"]:
        yield from _throttle(target, api, wanted["StageName"], method)
    yield from _log(target, api, wanted["StageName"], wanted["AccessLogSetting"])


def _name(target: Target, api: str, name: str) -> Iterator[str]:
    """Alarms know the API by its name."""
    client = target.client("apigateway")
    if client.get_rest_api(restApiId=api)["name"] != name:
        client.update_rest_api(restApiId=api, patchOperations=[{"op": "replace", "path": "/name", "value": name}])
        yield f"{name}: name of the API"


def _close(target: Target, api: str, *, closed: bool) -> list[str]:
    """Close the address that AWS gives the API, where the portal has its own; a deployment makes it so."""
    client = target.client("apigateway")
    if client.get_rest_api(restApiId=api).get("disableExecuteApiEndpoint", False) == closed:
        return []
    change = {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": str(closed).lower()}
    client.update_rest_api(restApiId=api, patchOperations=[change])
    return [f"{api}: the address that AWS gives"]


def _log(target: Target, api: str, stage: str, wanted: Json) -> Iterator[str]:
    """Let the gateway log what it is asked."""
    client = target.client("apigateway")
    settings = {"destinationArn": wanted["DestinationArn"], "format": wanted["Format"]}
    if client.get_stage(restApiId=api, stageName=stage).get("accessLogSettings") != settings:
        changes = [
            {"op": "replace", "path": f"/accessLogSettings/{name}", "value": value} for name, value in settings.items()
        ]
        client.update_stage(restApiId=api, stageName=stage, patchOperations=changes)
        yield f"{api}: access logs"


def _answer(target: Target, api: str, stage: str, answers: Json, *, anew: bool) -> Iterator[str]:
    """Put the gateway's own answers. The deployment that holds them bears their digest.

    `chalice deploy` replaces the whole API, and makes a deployment that bears none.
    """
    client = target.client("apigateway")
    digest = sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:16]
    current = client.get_stage(restApiId=api, stageName=stage)["deploymentId"]
    if client.get_deployment(restApiId=api, deploymentId=current).get("description") == digest and not anew:
        return
    for kind, answer in answers.items():
        headers = answer["ResponseParameters"]["Headers"]
        status = {"statusCode": str(answer["StatusCode"])} if "StatusCode" in answer else {}
        client.put_gateway_response(
            restApiId=api,
            responseType=kind,
            responseParameters={f"gatewayresponse.header.{name}": value for name, value in headers.items()},
            responseTemplates=answer["ResponseTemplates"],
            **status,
        )
    client.create_deployment(restApiId=api, stageName=stage, description=digest)
    yield f"{api}: the gateway's own answers"


def _throttle(target: Target, api: str, stage: str, wanted: Json) -> Iterator[str]:
    client = target.client("apigateway")
    name = f"{wanted['ResourcePath'].removeprefix('/')}/{wanted['HttpMethod']}"
    limits = {"rateLimit": wanted["ThrottlingRateLimit"], "burstLimit": wanted["ThrottlingBurstLimit"]}
    settings = client.get_stage(restApiId=api, stageName=stage).get("methodSettings", {}).get(name, {})
    if any(settings.get(f"throttling{limit[0].upper()}{limit[1:]}") != int(value) for limit, value in limits.items()):
        changes = [
            {"op": "replace", "path": f"/{name}/throttling/{limit}", "value": str(value)}
            for limit, value in limits.items()
        ]
        client.update_stage(restApiId=api, stageName=stage, patchOperations=changes)
        yield f"{name.replace('~1', '/')}: throttling"
