"""The role as which API Gateway writes access logs: one for the whole account and region, so it is no stack's own."""

from infra.deploy.target import Target


def let_the_gateway_log(target: Target, role: str) -> None:
    """Name the role where the account names none; one that is named already serves as well."""
    client = target.client("apigateway")
    if not client.get_account().get("cloudwatchRoleArn"):
        client.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}])
