"""The API's description of itself, and whether answers are as it says."""

from typing import Any

import jsonschema_rs

from chalicelib.counter import open_counter
from tests.support.http import Answer, call
from tests.support.world import World

Json = dict[str, Any]


def described(key: str = "citizen-account") -> Json:
    document: Json = call(open_counter(World(key)), "GET", "/openapi.json").json
    return document


DOCUMENT = described()


def operation(method: str, path: str) -> Json:
    found: Json = DOCUMENT["paths"][path][method.lower()]
    return found


def is_as_described(answer: Answer, method: str, path: str) -> bool:
    """Tell whether the answer has the status, the type and the shape that the description gives it."""
    responses = operation(method, path)["responses"]
    described = responses.get(str(answer.status), responses["default"])
    if "content" not in described:
        return answer.body == ""
    media_type, content = next(iter(described["content"].items()))
    if answer.headers["Content-Type"] != media_type:
        return False
    schema = {**content["schema"], "components": DOCUMENT["components"]}
    return not media_type.endswith("json") or jsonschema_rs.is_valid(schema, answer.json)  # else it is a file
