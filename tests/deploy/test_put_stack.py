"""A stack is brought to what its template says from every state that CloudFormation can leave it in."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.deploy.stacks import StackFailed, Template, put_stack
from infra.deploy.target import Target
from infra.trouble import Trouble
from tests.support.dynamo import make_table

NAME, TABLE = "guichet-test-data", "guichet-test"
WANTED = Template("{}", halts=True)


class CloudFormation:
    """CloudFormation with one stack: what is asked of it, and how its states follow each other."""

    def __init__(self, *statuses: str | None) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.table_is = "DELETE_FAILED"
        self._statuses = list(statuses)
        self.nothing_to_do = False

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        if status is None:
            raise _refusal("DescribeStacks", f"Stack with id {NAME} does not exist")
        return {"Stacks": [{"StackName": NAME, "StackStatus": status, "Outputs": [], "Parameters": []}]}

    def describe_stack_events(self, **_: Any) -> dict[str, Any]:
        failed = {"LogicalResourceId": "Table", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "too many"}
        return {"StackEvents": [failed, {"LogicalResourceId": "Key", "ResourceStatus": "CREATE_COMPLETE"}]}

    def get_template(self, **_: Any) -> dict[str, Any]:
        return {"TemplateBody": "{}"}

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        left = {
            "ResourceType": "AWS::DynamoDB::Table",
            "ResourceStatus": self.table_is,
            "PhysicalResourceId": TABLE,
        }
        return [{"StackResourceSummaries": [left]}]

    def update_stack(self, **given: Any) -> None:
        self.calls.append(("update", given))
        if self.nothing_to_do:
            raise _refusal("UpdateStack", "No updates are to be performed.")

    def create_stack(self, **given: Any) -> None:
        self.calls.append(("create", given))

    def delete_stack(self, **given: Any) -> None:
        self.calls.append(("delete", given))

    def continue_update_rollback(self, **given: Any) -> None:
        self.calls.append(("continue", given))

    @property
    def done(self) -> list[str]:
        return [name for name, _ in self.calls]


def _refusal(operation: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": "ValidationError", "Message": message}}, operation)


class Played(Target):
    """A target whose CloudFormation is the test's."""

    pause = 0.0

    def __init__(self, played: CloudFormation) -> None:
        self.cloudformation = played  # type: ignore[assignment]


@pytest.fixture
def protected() -> Iterator[Any]:
    """DynamoDB with the protected table that a stack left."""
    with mock_aws():
        client = Target().client("dynamodb")
        make_table(client, TABLE)
        client.update_table(TableName=TABLE, DeletionProtectionEnabled=True)
        yield client


def put(*statuses: str | None) -> CloudFormation:
    played = CloudFormation(*statuses)
    put_stack(Played(played), NAME, WANTED, {"Stage": "test"})
    return played


def test_a_stack_that_is_not_there_is_made_and_halts_where_it_fails() -> None:
    played = put(None, "CREATE_IN_PROGRESS", "CREATE_COMPLETE")
    assert played.done == ["create"]
    assert played.calls[0][1]["DisableRollback"] is True


def test_a_stack_that_halted_is_gone_on_with() -> None:
    played = put("CREATE_FAILED", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")
    assert played.done == ["update"]
    assert played.calls[0][1]["DisableRollback"] is True  # CloudFormation asks for it in this state


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"])
def test_a_stack_whose_last_update_was_taken_back_is_updated_again(status: str) -> None:
    played = put(status, "UPDATE_COMPLETE")
    assert played.done == ["update"]
    assert "DisableRollback" not in played.calls[0][1]


def test_a_sound_stack_that_is_as_it_should_be_is_left_as_it_is() -> None:
    played = CloudFormation("UPDATE_ROLLBACK_COMPLETE")
    played.nothing_to_do = True
    assert put_stack(Played(played), NAME, WANTED, {"Stage": "test"}) == {}


def test_an_update_that_is_taken_back_fails_and_says_why() -> None:
    with pytest.raises(StackFailed, match="UPDATE_ROLLBACK_COMPLETE\nTable: too many"):
        put("UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE")


def test_a_rollback_that_failed_is_finished_first() -> None:
    assert put("UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE").done == ["continue", "update"]


def test_somebody_elses_deployment_is_waited_for() -> None:
    assert put("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "UPDATE_COMPLETE").done == ["update"]


def test_a_stack_that_can_not_be_deleted_is_left_to_people() -> None:
    with pytest.raises(StackFailed, match="DELETE_FAILED"):
        put("DELETE_FAILED")


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_what_never_stood_is_deleted_with_its_protected_table_and_made_anew(protected: Any, status: str) -> None:
    assert put(status, None, "CREATE_COMPLETE").done == ["delete", "create"]
    assert protected.describe_table(TableName=TABLE)["Table"]["DeletionProtectionEnabled"] is False


def test_a_table_that_somebody_wrote_to_is_never_unprotected(protected: Any) -> None:
    protected.put_item(TableName=TABLE, Item={"pk": {"S": "ACCOUNT#1"}, "sk": {"S": "ACCOUNT"}})
    with pytest.raises(Trouble, match="its table guichet-test holds rows: nothing was deleted"):
        put("ROLLBACK_FAILED")
    assert protected.describe_table(TableName=TABLE)["Table"]["DeletionProtectionEnabled"] is True


def test_a_table_that_the_stack_failed_to_make_may_be_somebody_elses(protected: Any) -> None:
    played = CloudFormation("ROLLBACK_COMPLETE", None, "CREATE_COMPLETE")
    played.table_is = "CREATE_FAILED"
    put_stack(Played(played), NAME, WANTED, {})
    assert played.done == ["delete", "create"]
    assert protected.describe_table(TableName=TABLE)["Table"]["DeletionProtectionEnabled"] is True
