"""Cuts botocore to what the functions call: of its 400 services four, of their operations a handful, no documentation.

A client is made a fifth sooner from it, and the package is a third of its size (sources are data: botocore reads the
models of the services at run time).
"""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# What AWS's endpoints are signed by. A new connection reads these instead of 130 others.
ROOTS = (
    "Amazon Root CA 1",
    "Amazon Root CA 2",
    "Amazon Root CA 3",
    "Amazon Root CA 4",
    "Starfield Services Root Certificate Authority - G2",
)
KEPT_FILES = ("service-2", "service-2.sdk-extras", "endpoint-rule-set-1", "paginators-1")


def trim(botocore: Path, operations: dict[str, set[str]]) -> None:
    """Cut the package in `botocore` to these operations, by botocore's name of the service."""
    data = botocore / "data"
    for service in [path for path in data.iterdir() if path.is_dir()]:
        _trim_service(service, operations[service.name]) if service.name in operations else shutil.rmtree(service)
    prefixes = {_read(model)["metadata"]["endpointPrefix"] for model in data.glob("*/*/service-2.json")}
    _write(data / "endpoints.json", _endpoints(_read(data / "endpoints.json"), prefixes))
    bundle = botocore / "cacert.pem"
    bundle.write_text(_certificates(bundle.read_text()))


def _trim_service(service: Path, operations: set[str]) -> None:
    *older, version = sorted(service.iterdir())
    for path in older:
        shutil.rmtree(path)
    for path in list(version.iterdir()):
        name = path.name.removesuffix(".gz").removesuffix(".json")
        content = _read(path) if name in KEPT_FILES else None
        path.unlink()
        if content:
            _write(version / f"{name}.json", _trim_file(name, content, operations))


def _trim_file(name: str, content: Json, operations: set[str]) -> Json:
    if name == "service-2":
        return trim_model(content, operations)
    if name == "paginators-1":
        return {"pagination": {key: value for key, value in content["pagination"].items() if key in operations}}
    return content


def trim_model(model: Json, operations: set[str]) -> Json:
    """Return a service's model with these operations only, and the shapes that they need."""
    kept = {name: model["operations"][name] for name in sorted(operations)}
    shapes: Json = {}
    wanted = _shapes_of(kept)
    while wanted:
        found = {name: model["shapes"][name] for name in sorted(wanted)}
        shapes |= found
        wanted = _shapes_of(found) - shapes.keys()
    trimmed: Json = _without_documentation({**model, "operations": kept, "shapes": shapes})
    read = {name: model[name] for name in ("clientContextParams",) if name in model}  # with its texts: botocore asks
    return trimmed | read


def _shapes_of(node: Any) -> set[str]:
    """Return the names of the shapes that a part of a model refers to."""
    if isinstance(node, list):
        return {name for item in node for name in _shapes_of(item)}
    if not isinstance(node, dict):
        return set()
    own = {node["shape"]} if isinstance(node.get("shape"), str) else set()
    return own.union(*(_shapes_of(value) for value in node.values()))


def _without_documentation(node: Any) -> Any:
    """Drop the texts; a *member* of a shape may be named `documentation` too, and stays."""
    if isinstance(node, list):
        return [_without_documentation(item) for item in node]
    if not isinstance(node, dict):
        return node
    texts = {key for key, value in node.items() if key == "documentation" and isinstance(value, str)}
    return {key: _without_documentation(value) for key, value in node.items() if key not in texts}


def _endpoints(content: Json, prefixes: set[str]) -> Json:
    """Keep the places of these services, in every partition."""
    return {**content, "partitions": [_partition(partition, prefixes) for partition in content["partitions"]]}


def _partition(partition: Json, prefixes: set[str]) -> Json:
    services = {name: service for name, service in partition["services"].items() if name in prefixes}
    return {**partition, "services": services}


def _certificates(bundle: str) -> str:
    found = dict(re.findall(r'# Label: "([^"]+)".*?(-----BEGIN.*?-----END CERTIFICATE-----\n)', bundle, re.DOTALL))
    return "".join(f"# {name}\n{found[name]}" for name in ROOTS)


def _read(path: Path) -> Json:
    raw = path.read_bytes()
    content: Json = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return content


def _write(path: Path, content: Json) -> None:
    path.write_text(json.dumps(content, separators=(",", ":")))
