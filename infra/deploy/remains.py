"""What a stack that never stood leaves behind: CloudFormation can't delete a table that is protected from it."""

from typing import Any

from infra.deploy.target import Target
from infra.trouble import Trouble

TABLE = "AWS::DynamoDB::Table"
LEFT = ("CREATE_COMPLETE", "DELETE_FAILED")  # what failed to be made may be somebody else's


def clear_remains(target: Target, name: str) -> None:
    """Delete the stack with what it had made; raise Trouble, and touch nothing, where somebody wrote to its table."""
    tables = _tables(target, name)
    for table in tables:
        if _holds_rows(target, table):
            raise Trouble(
                f"{name} never stood, but its table {table} holds rows: nothing was deleted. If nobody needs them, "
                f"take the table's protection away and delete both by hand."
            )
    for table in tables:
        _unprotect(target, table)
    target.cloudformation.delete_stack(StackName=name)


def _tables(target: Target, name: str) -> list[str]:
    """Return the tables of the stack that still stand."""
    pages = target.cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
    found: list[Any] = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return [
        resource["PhysicalResourceId"]
        for resource in found
        if resource["ResourceType"] == TABLE and resource["ResourceStatus"] in LEFT
    ]


def _holds_rows(target: Target, table: str) -> bool:
    return bool(target.client("dynamodb").scan(TableName=table, ConsistentRead=True, Limit=1)["Count"])


def _unprotect(target: Target, table: str) -> None:
    client = target.client("dynamodb")
    client.update_table(TableName=table, DeletionProtectionEnabled=False)
    client.get_waiter("table_exists").wait(TableName=table)
