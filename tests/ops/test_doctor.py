"""The doctor names everything that is not as it should be, and no check stops another."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.portal import loader
from infra.deploy.target import Target
from infra.ops.doctor import Patient, examine
from infra.ops.mail_records import mail_findings
from infra.stages import Stage

STAGE = Stage(
    portal="freight", environment="staging", origin="http://127.0.0.1:9", alarm_address="operations@carrier.example"
)
TODAY = date(2026, 11, 28)


class Functions:
    """Lambda in a new account, with a function on an old runtime."""

    def __init__(self, at_once: int, runtime: str) -> None:
        self._at_once, self._runtime = at_once, runtime

    def get_account_settings(self) -> Any:
        return {"AccountLimit": {"ConcurrentExecutions": self._at_once}}

    def get_function_configuration(self, *, FunctionName: str) -> Any:  # noqa: N803 -- botocore's name
        assert FunctionName == "guichet-freight-staging"
        return {"Runtime": self._runtime}


class Stacks:
    """CloudFormation with all three stacks; the edge has told where its alarms go."""

    def __init__(self, topic: str) -> None:
        self._topic = topic

    def describe_stacks(self, *, StackName: str) -> Any:  # noqa: N803 -- botocore's name
        outputs = [{"OutputKey": "Alarms", "OutputValue": self._topic}]
        status = "UPDATE_ROLLBACK_COMPLETE" if StackName.endswith("-edge") else "CREATE_COMPLETE"
        return {"Stacks": [{"StackName": StackName, "StackStatus": status, "Outputs": outputs}]}


@pytest.fixture
def target() -> Iterator[Target]:
    with mock_aws():
        found = Target()
        topic = found.client("sns").create_topic(Name="guichet-freight-staging-alarms")["TopicArn"]
        found.cloudformation = Stacks(topic)  # type: ignore[assignment]
        found.functions = Functions(10, "python3.11")  # type: ignore[assignment]
        found.client("sqs").create_queue(QueueName="guichet-freight-staging-failures")
        yield found


def found(target: Target, today: date = TODAY) -> dict[str, bool]:
    return {finding.what: finding.good for finding in examine(Patient(target, loader.load("freight"), STAGE, today))}


def test_the_account_the_stacks_and_the_queue_are_looked_at(target: Target) -> None:
    said = found(target)
    assert said["account 123456789012, region ca-central-1"]
    assert said["stack guichet-freight-staging-edge: UPDATE_ROLLBACK_COMPLETE"]
    assert said["dead letters: 0"]


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(target: Target) -> None:
    said = found(target)
    mail = [what for what in said if what.startswith("mail: AWS refused GetEmailIdentity (NotFoundException)")]
    assert len(mail) == 1
    assert [what for what, good in said.items() if not good and what.startswith("http://127.0.0.1:9/health")]


def test_functions_at_once_of_a_new_account_are_too_few(target: Target) -> None:
    assert (
        found(target)["functions at once, in the whole account: 10: ask AWS for 1,000 (quota L-B99A9384 of Lambda)"]
        is False
    )
    target.functions = Functions(1000, "python3.13")  # type: ignore[assignment]
    assert found(target)["functions at once, in the whole account: 1,000"]


def test_a_runtime_is_named_with_its_end_half_a_year_before(target: Target) -> None:
    old = "runtime python3.11: supported until 2027-06-30"
    assert (found(target)[old], found(target, date(2027, 2, 1))[old]) == (True, False)
    target.functions = Functions(1000, "python3.13")  # type: ignore[assignment]
    assert found(target, date(2027, 2, 1))["runtime python3.13: supported until 2029-06-30"]


def test_alarms_that_nobody_agreed_to_are_named(target: Target) -> None:
    client = target.client("sns")
    topic = client.list_topics()["Topics"][0]["TopicArn"]
    waiting = "alarms to operations@carrier.example: not agreed to yet: the mail of AWS holds a link"
    assert found(target)[waiting] is False
    client.subscribe(TopicArn=topic, Protocol="email", Endpoint=STAGE.alarm_address)
    assert found(target)["alarms to operations@carrier.example: agreed to"]


def test_dead_letters_are_counted(target: Target) -> None:
    client = target.client("sqs")
    url = client.get_queue_url(QueueName="guichet-freight-staging-failures")["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody="{}")
    assert found(target)["dead letters: 1: python -m infra.ops dead-letters freight-staging"] is False


class Mail(Target):
    """A target whose SES is in the sandbox."""

    def client(self, service: str) -> Any:
        assert service == "sesv2"
        return self

    def get_email_identity(self, *, EmailIdentity: str) -> Any:  # noqa: N803 -- botocore's name
        sends_from = {"MailFromDomain": f"bounce.{EmailIdentity}", "MailFromDomainStatus": "PENDING"}
        signs = {"Status": "SUCCESS", "Tokens": ["abc"]}
        return {"VerifiedForSendingStatus": True, "DkimAttributes": signs, "MailFromAttributes": sends_from}

    def get_account(self) -> Any:
        return {"ProductionAccessEnabled": False, "EnforcementStatus": "HEALTHY"}


def test_what_the_domain_and_the_account_may_send_is_said_with_the_records() -> None:
    lines = [str(finding) for finding in mail_findings(Mail(), "college.example", "ops@college.example")]
    assert lines == [
        (
            "ok      college.example may send mail; DKIM SUCCESS\n"
            "          abc._domainkey.college.example. CNAME abc.dkim.amazonses.com."
        ),
        (
            "NOT OK  SPF by bounce.college.example: PENDING\n"
            "          bounce.college.example. MX 10 feedback-smtp.ca-central-1.amazonses.com.\n"
            '          bounce.college.example. TXT "v=spf1 include:amazonses.com -all"'
        ),
        (
            "ok      DMARC (SES can’t see it)\n"
            '          _dmarc.college.example. TXT "v=DMARC1; p=quarantine; rua=mailto:ops@college.example"'
        ),
        "NOT OK  the account is in SES’s sandbox: ask AWS for production access",
        "ok      sending is HEALTHY",
    ]
