"""The API's description of itself, and whether answers are as it says."""

import json
from typing import Any

import jsonschema_rs
import schemathesis
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from chalicelib.app_factory import create_app
from chalicelib.portal.model import Portal
from tests.support.http import Answer, call
from tests.support.portals import portal_of
from tests.support.world import World

Json = dict[str, Any]


def described(portal: str | Portal = "citizen-account") -> Json:
    document: Json = call(create_app(World(portal)), "GET", "/openapi.json").json
    return document


def _offering_everything() -> Portal:
    """Return a portal that does without nothing that another one has."""
    example, freight = portal_of("example"), portal_of("freight").policies
    more = example.policies.replace(requests=freight.requests, access_codes=freight.access_codes)
    return example.replace(policies=more)


DOCUMENT = described(_offering_everything())


def operation(method: str, path: str, document: Json = DOCUMENT) -> Json:
    found: Json = document["paths"][path][method.lower()]
    return found


def operations(document: Json) -> dict[str, APIOperation[Any, Any, Any, Any]]:
    """Return what requests can be made up from, by method and path."""
    found = (
        each.ok() for each in schemathesis.openapi.from_dict(document).get_all_operations() if isinstance(each, Ok)
    )
    return {f"{each.method.upper()} {each.path}": each for each in found}


def body_of(case: Case[Any]) -> str:
    """Return the body of a request that was made up, as it is sent."""
    if case.media_type is None:
        return ""
    body: Any = case.body
    return body.decode("latin-1") if isinstance(body, bytes) else json.dumps(body)


def is_as_described(answer: Answer, method: str, path: str, document: Json = DOCUMENT) -> bool:
    """Tell whether the answer has the status, the type and the shape that the description gives it."""
    responses = operation(method, path, document)["responses"]
    said = responses.get(str(answer.status), responses["default"])
    if "content" not in said:
        return answer.body == ""
    media_type, content = next(iter(said["content"].items()))
    if answer.headers["Content-Type"] != media_type:
        return False
    if not media_type.startswith("text/") and not media_type.endswith("json"):
        return True  # a file
    found = answer.body if media_type.startswith("text/") else answer.json
    return jsonschema_rs.is_valid({**content["schema"], "components": document["components"]}, found)
