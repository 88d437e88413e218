"""The gateway's role for logs is the account's: it is named where none is, and else left."""

from typing import Any

import pytest

from infra.deploy.gateway_logs import let_the_gateway_log
from infra.deploy.target import Target

OURS, THEIRS = "arn:aws:iam::123456789012:role/guichet", "arn:aws:iam::123456789012:role/others"


class Gateway(Target):
    """A target whose API Gateway logs as this role."""

    def __init__(self, role: str | None) -> None:
        self.role = role

    def client(self, service: str) -> Any:
        assert service == "apigateway"
        return self

    def get_account(self) -> Any:
        return {"cloudwatchRoleArn": self.role} if self.role else {}

    def update_account(self, *, patchOperations: list[dict[str, str]]) -> None:  # noqa: N803 -- botocore's name
        (operation,) = patchOperations
        assert (operation["op"], operation["path"]) == ("replace", "/cloudwatchRoleArn")
        self.role = operation["value"]


@pytest.mark.parametrize(("before", "after"), [(None, OURS), (THEIRS, THEIRS)])
def test_a_role_is_named_where_there_is_none(before: str | None, after: str) -> None:
    gateway = Gateway(before)
    let_the_gateway_log(gateway, OURS)
    assert gateway.role == after
