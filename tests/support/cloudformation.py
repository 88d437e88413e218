"""Reads the project's CloudFormation templates as data; `!Sub "x"` and its like become what they are applied to."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """Takes short intrinsic functions for their arguments."""


def _argument(loader: _Loader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)  # type: ignore[arg-type]


_Loader.add_multi_constructor("!", _argument)


@cache
def resources(template: Path) -> dict[str, Any]:
    """Return the properties of each resource, by its name."""
    data = yaml.load(template.read_text(), _Loader)  # noqa: S506 -- a safe loader that knows intrinsic functions
    return {name: resource["Properties"] for name, resource in data["Resources"].items()}


@cache
def types(template: Path) -> frozenset[str]:
    """Return the types of the resources that a template declares."""
    data = yaml.load(template.read_text(), _Loader)  # noqa: S506 -- as above
    return frozenset(resource["Type"] for resource in data["Resources"].values())
