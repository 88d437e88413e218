"""What stands for a portal's code, as AWS describes it."""

import json
from typing import Any

import boto3

Json = dict[str, Any]
OF_SUBSCRIPTION = (
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "EventSourceArn",
    "FilterCriteria",
    "FunctionResponseTypes",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "StartingPosition",
)
OF_INVOCATION = ("DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts")


class Standing:
    """Asks the account of a session."""

    def __init__(self, session: boto3.Session, endpoint: str) -> None:
        self._session, self._endpoint = session, endpoint

    def _ask(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self._endpoint)  # type: ignore[call-overload]

    def everything(self) -> Json:
        return {
            "functions": self.functions(),
            "roles": self.roles(),
            "subscriptions": self.subscriptions(),
            "invocations": self.invocations(),
            "rules": self.rules(),
            "logs": self.logs(),
            "invokers": self.invokers(),
            "apis": [self._api(api) for api in self._ask("apigateway").get_rest_apis()["items"]],
        }

    def _configurations(self) -> list[Json]:
        return list(self._ask("lambda").list_functions()["Functions"])

    def functions(self) -> Json:
        return {
            found["FunctionName"]: {
                "runtime": found["Runtime"],
                "handler": found["Handler"],
                "memory": found["MemorySize"],
                "timeout": found["Timeout"],
                "environment": found["Environment"]["Variables"],
                "layers": found.get("Layers", []),
                "architectures": found["Architectures"],
                "tracing": found["TracingConfig"]["Mode"],
            }
            for found in self._configurations()
        }

    def code(self) -> set[str]:
        return {found["CodeSha256"] for found in self._configurations()}

    def roles(self) -> Json:
        """Return each function's trust and permissions."""
        iam, found = self._ask("iam"), {}
        for function in self._configurations():
            role = function["Role"].rpartition("/")[2]
            (policy,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
            document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
            trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
            found[function["FunctionName"]] = [trust, document]
        return found

    def subscriptions(self) -> Json:
        mappings = self._ask("lambda").list_event_source_mappings()["EventSourceMappings"]
        return {
            mapping["FunctionArn"].rpartition(":")[2]: {key: mapping[key] for key in OF_SUBSCRIPTION if key in mapping}
            for mapping in mappings
        }

    def invocations(self) -> Json:
        client, found = self._ask("lambda"), {}
        for function in self._configurations():
            name = function["FunctionName"]
            configs = client.list_function_event_invoke_configs(FunctionName=name)["FunctionEventInvokeConfigs"]
            for config in configs:
                found[name] = {key: config[key] for key in OF_INVOCATION}
        return found

    def rules(self) -> Json:
        """Return what starts each function, and where what does not reach it goes."""
        events, found = self._ask("events"), {}
        for rule in events.list_rules()["Rules"]:
            (aim,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
            starts = json.loads(rule["EventPattern"]) if "EventPattern" in rule else rule["ScheduleExpression"]
            found[aim["Arn"].rpartition(":")[2]] = [starts, aim.get("DeadLetterConfig")]
        return found

    def logs(self) -> Json:
        groups = self._ask("logs").describe_log_groups()["logGroups"]
        return {group["logGroupName"]: group.get("retentionInDays") for group in groups}

    def invokers(self) -> dict[str, list[str]]:
        """Return which services may invoke each function."""
        client, found = self._ask("lambda"), {}
        for name in [*self.rules(), *(name for name in self.functions() if name.count("-") == 2)]:
            policy = json.loads(client.get_policy(FunctionName=name)["Policy"])
            found[name] = [statement["Principal"]["Service"] for statement in policy["Statement"]]
        return found

    def _api(self, api: Json) -> Json:
        client = self._ask("apigateway")
        resources = client.get_resources(restApiId=api["id"], limit=500)["items"]
        stage = client.get_stage(restApiId=api["id"], stageName="api")
        methods, logs = stage.get("methodSettings", {}), stage.get("accessLogSettings", {})
        answers = client.get_gateway_responses(restApiId=api["id"])["items"]
        return {
            "name": api["name"],
            "routes": sorted(f"{method} {found['path']}" for found in resources for method in _methods(found)),
            "compression": api["minimumCompressionSize"],
            "closed": api.get("disableExecuteApiEndpoint", False),
            "logs": [logs.get("destinationArn"), logs.get("format")],
            "throttling": {
                name: [each["throttlingRateLimit"], each["throttlingBurstLimit"]] for name, each in methods.items()
            },
            "answers": {
                answer["responseType"]: [
                    answer.get("statusCode", ""),
                    answer["responseParameters"],
                    answer["responseTemplates"],
                ]
                for answer in answers
            },
        }


def _methods(resource: Json) -> list[str]:
    return list(resource.get("resourceMethods", {}))
