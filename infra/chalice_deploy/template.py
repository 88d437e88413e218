"""The parts of a packaged template that Chalice leaves out when it deploys, with every reference filled in."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from infra.chalice_deploy.resolve import Names, resolve

Json = dict[str, Any]


class Function(NamedTuple):
    """One Lambda as the template describes it. `source` is what starts it; the API's has none."""

    name: str
    environment: dict[str, str]
    source: Json | None
    invocation: Json | None


class Template:
    """What `make build` wrote for one stage."""

    def __init__(self, path: Path, names: Names) -> None:
        written: Json = json.loads(path.read_text())
        self._resources: Json = written["Resources"]
        self._names = names | {
            name: "true" if resolve(one, names) == resolve(other, names) else "false"
            for name, condition in written["Conditions"].items()
            for one, other in condition.values()
        }
        self._names |= self._arns_of_logs()

    def functions(self) -> list[Function]:
        return [_function(resolve(found, self._names)) for found in self._of("AWS::Serverless::Function")]

    def log_groups(self) -> dict[str, int]:
        """Return for how many days each log group is kept."""
        groups = [resolve(found, self._names) for found in self._of("AWS::Logs::LogGroup")]
        return {group["LogGroupName"]: group["RetentionInDays"] for group in groups}

    def _arns_of_logs(self) -> Names:
        where = ":".join(self._names[f"AWS::{part}"] for part in ("Region", "AccountId"))
        return {
            f"{logical}.Arn": f"arn:{self._names['AWS::Partition']}:logs:{where}:log-group:"
            + resolve(found["Properties"]["LogGroupName"], self._names)
            for logical, found in self._resources.items()
            if found["Type"] == "AWS::Logs::LogGroup"
        }

    def api(self) -> Json:
        """Return the API's settings, without its addresses."""
        (api,) = self._of("AWS::Serverless::Api")
        settings: Json = resolve({key: api[key] for key in api if key != "DefinitionBody"}, self._names)
        return settings

    def _of(self, kind: str) -> list[Json]:
        found = [resource["Properties"] for resource in self._resources.values() if resource["Type"] == kind]
        return [{key: value for key, value in properties.items() if key != "Role"} for properties in found]


def _function(properties: Json) -> Function:
    events = list(properties.get("Events", {}).values())
    source = events[0]["Properties"] if events else None
    environment = properties["Environment"]["Variables"]
    return Function(properties["FunctionName"], environment, source, properties.get("EventInvokeConfig"))
