"""What CloudFormation puts for a portal's code: the packaged template as AWS's own translator expands it."""

import json
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform

from infra.chalice_deploy.resolve import Names, resolve

Json = dict[str, Any]
ARN = "arn:aws:lambda:ca-central-1:123456789012:function:"


class NoManagedPolicies:
    """Our roles name none."""

    def load(self) -> Json:
        return {}


class Expected:
    """The resources of one portal's template, whose references are filled in with `names`."""

    def __init__(self, template: Path, names: Names) -> None:
        written = json.loads(template.read_text())
        for resource in written["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = "s3://bucket/key"
        for logical, found in written["Resources"].items():
            if found["Type"] == "AWS::Logs::LogGroup":
                group = resolve(found["Properties"]["LogGroupName"], names)
                names = {**names, f"{logical}.Arn": f"arn:aws:logs:ca-central-1:123456789012:log-group:{group}"}
        parameters = {name: names[name] for name in written["Parameters"]}
        self._resources: Json = transform(written, parameters, NoManagedPolicies())["Resources"]
        functions = {logical: found["Properties"]["FunctionName"] for logical, found in self._all("Lambda::Function")}
        self._names = {
            "RestAPI": "api",
            **names,
            **{logical: resolve(name, names) for logical, name in functions.items()},
        }

    def functions(self) -> Json:
        return {found["FunctionName"]: self._function(found) for found in self._properties("Lambda::Function")}

    def _function(self, found: Json) -> Json:
        return {
            "runtime": found["Runtime"],
            "handler": found["Handler"],
            "memory": found["MemorySize"],
            "timeout": found["Timeout"],
            "environment": found["Environment"]["Variables"],
            "layers": found.get("Layers", []),
            "architectures": found["Architectures"],
            "tracing": found["TracingConfig"]["Mode"],
        }

    def roles(self) -> Json:
        """Return each function's trust and permissions."""
        found = {}
        for _, function in self._all("Lambda::Function"):
            role = self._resources[function["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
            (policy,) = role["Policies"]
            name = resolve(function["Properties"]["FunctionName"], self._names)
            found[name] = [role["AssumeRolePolicyDocument"], resolve(policy["PolicyDocument"], self._names)]
        return found

    def subscriptions(self) -> Json:
        found = {}
        for mapping in self._properties("Lambda::EventSourceMapping"):
            name = mapping.pop("FunctionName")
            found[name] = mapping
        return found

    def invocations(self) -> Json:
        found = {}
        for config in self._properties("Lambda::EventInvokeConfig"):
            config.pop("Qualifier")
            found[config.pop("FunctionName")] = config
        return found

    def rules(self) -> Json:
        """Return what starts each function, and where what does not reach it goes."""
        found = {}
        for rule in self._properties("Events::Rule"):
            (aim,) = rule["Targets"]
            starts = rule.get("EventPattern") or rule["ScheduleExpression"]
            found[aim["Arn"].removeprefix(ARN)] = [starts, aim["DeadLetterConfig"]]
        return found

    def logs(self) -> Json:
        return {found["LogGroupName"]: found["RetentionInDays"] for found in self._properties("Logs::LogGroup")}

    def invokers(self) -> dict[str, list[str]]:
        """Return which services may invoke each function."""
        return {found["FunctionName"]: [found["Principal"]] for found in self._properties("Lambda::Permission")}

    def api(self) -> Json:
        (api,) = [found["Properties"] for _, found in self._all("ApiGateway::RestApi")]
        (stage,) = [found["Properties"] for _, found in self._all("ApiGateway::Stage")]
        endpoint = api["Body"]["x-amazon-apigateway-endpoint-configuration"]
        answers = api["Body"]["x-amazon-apigateway-gateway-responses"]
        return {
            "name": resolve(api["Name"], self._names),
            "routes": sorted(f"{method.upper()} {path}" for path, of in api["Body"]["paths"].items() for method in of),
            "compression": api["MinimumCompressionSize"],
            "closed": resolve(endpoint["disableExecuteApiEndpoint"], self._names),
            "logs": list(resolve(stage["AccessLogSetting"], self._names).values()),
            "throttling": dict(map(_limits, resolve(stage["MethodSettings"], self._names))),
            "answers": {
                kind: [str(answer.get("statusCode", "")), answer["responseParameters"], answer["responseTemplates"]]
                for kind, answer in answers.items()
            },
        }

    def _all(self, kind: str) -> list[tuple[str, Json]]:
        return [(name, found) for name, found in self._resources.items() if found["Type"] == f"AWS::{kind}"]

    def _properties(self, kind: str) -> list[Json]:
        return [resolve(self._named(found["Properties"]), self._names) for _, found in self._all(kind)]

    def _named(self, node: Any) -> Any:
        """Put a function's ARN for its attribute; other attributes stand for what AWS names."""
        match node:
            case {"Fn::GetAtt": [logical, "Arn"]}:
                return ARN + self._names[logical] if logical in self._names else logical
            case dict():
                return {key: self._named(value) for key, value in node.items()}
            case list():
                return [self._named(item) for item in node]
        return node


def _limits(method: Json) -> tuple[str, list[int]]:
    """Return a method, and how many requests it takes each second and at once."""
    limits = [int(method["ThrottlingRateLimit"]), int(method["ThrottlingBurstLimit"])]
    return f"{method['ResourcePath'].removeprefix('/')}/{method['HttpMethod']}", limits
