"""A domain that SES knows already is taken over instead of made, unless the portal's own stack made it."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.deploy.identity import knows_identity_already
from infra.deploy.target import Target

STACK, DOMAIN = "guichet-test-staging-data", "college.example"


class Stacks:
    """CloudFormation as far as it is asked here: stack -> the status of its identity."""

    def __init__(self) -> None:
        self.identities: dict[str, str] = {}

    def describe_stack_resources(self, *, StackName: str) -> Any:  # noqa: N803 -- botocore's name
        if StackName not in self.identities:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStackResources")
        status = self.identities[StackName]
        return {"StackResources": [{"LogicalResourceId": "Identity", "ResourceStatus": status}]}


@pytest.fixture
def target() -> Iterator[Target]:
    """SES as moto plays it, and no stack yet."""
    with mock_aws():
        found = Target()
        found.cloudformation = Stacks()  # type: ignore[assignment]
        yield found


def test_a_new_domain_is_not_known(target: Target) -> None:
    assert not knows_identity_already(target, STACK, DOMAIN)


def test_a_domain_that_was_made_known_by_hand_is(target: Target) -> None:
    target.client("sesv2").create_email_identity(EmailIdentity=DOMAIN)
    assert knows_identity_already(target, STACK, DOMAIN)


def test_one_that_the_stack_made_is_still_the_stacks(target: Target) -> None:
    target.client("sesv2").create_email_identity(EmailIdentity=DOMAIN)
    target.cloudformation.identities[STACK] = "CREATE_COMPLETE"  # type: ignore[attr-defined]
    assert not knows_identity_already(target, STACK, DOMAIN)
    assert knows_identity_already(target, "guichet-test-production-data", DOMAIN)


def test_one_that_the_stack_failed_to_make_is_somebody_elses(target: Target) -> None:
    target.client("sesv2").create_email_identity(EmailIdentity=DOMAIN)
    target.cloudformation.identities[STACK] = "CREATE_FAILED"  # type: ignore[attr-defined]
    assert knows_identity_already(target, STACK, DOMAIN)
