"""Operators' commands say what is wrong in a sentence, and ask before they do what nobody meant."""

import os
import subprocess
import sys

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.cloud.table import Unavailable
from chalicelib.portal import loader
from infra.deploy.doubts import doubts
from infra.deploy.target import Target
from infra.ops.__main__ import cli
from infra.ops.portal_services import services_of
from infra.project import ROOT
from infra.stages import Stage, read_stages
from infra.trouble import Trouble, explain_failures, in_a_sentence

NOBODY = {
    name: value for name, value in os.environ.items() if not name.startswith("AWS_") or name == "AWS_CA_BUNDLE"
} | {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "COLUMNS": "200",
}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("admit", "social-work-staging", "notanemail"), "'notanemail' is no email address"),
        (("admit", "social-work-staging", "zoe@example.org", "--language", "de"), "'de' is not one of 'fr', 'en'"),
        (("add-staff", "social-work-staging", "zoe@example.org", "--language", "de"), "'de' is not one of 'fr', 'en'"),
        (("admit", "social-work", "zoe@example.org"), "Did you mean social-work-production?"),
        (("doctor", "freight-prodution"), "Did you mean freight-production?"),
        (("deploy", "elsewhere"), "infra/stages.toml has no stage 'elsewhere'. It has: citizen-account-production, "),
    ],
)
def test_what_can_not_be_meant_is_said_in_a_sentence(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped, explain_failures():
        cli(list(words))
    assert said in f"{stopped.value} {capsys.readouterr().err}"


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        ("admit", "social-work-staging", "zoe@example.org"),
        ("deploy", "social-work-staging"),
        ("run", "social-work-staging", "sweep"),
        ("doctor", "social-work-staging"),
    ],
)
def test_who_has_no_credentials_is_told_so(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "infra.ops", *words]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=NOBODY, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "There are no AWS credentials" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("ExpiredToken", "AWS does not accept these credentials (ExpiredToken): sign in again."),
        ("AccessDenied", "These credentials may not call GetItem: why"),
        ("LimitExceeded", "AWS refused GetItem (LimitExceeded): why"),
    ],
)
def test_a_refusal_of_aws_is_a_sentence(code: str, sentence: str) -> None:
    refusal = ClientError({"Error": {"Code": code, "Message": "why"}}, "GetItem")
    assert in_a_sentence(refusal) == sentence
    wrapped = Unavailable("?")
    wrapped.__cause__ = refusal
    assert in_a_sentence(wrapped) == sentence


@pytest.mark.moto
def test_a_stage_that_is_not_deployed_is_named() -> None:
    stage = read_stages().named("freight-production")
    with mock_aws(), pytest.raises(Trouble, match="freight-production is not deployed here"):
        services_of(Target(), stage)


# --- what nobody meant ---


def test_a_stage_that_says_nothing_leaves_five_things_in_doubt() -> None:
    said = doubts(loader.load("social-work"), read_stages().named("social-work-production"))
    assert [sentence.partition(":")[0] for sentence in said] == [
        "Links lead to https",
        "Mails come from ne-pas-repondre-no-reply@opts.example, a domain that is nobody’s",
        "Alarms mail nobody",
        "social-work.example.org has no certificate, so it is not mapped to the portal",
        "No firewall limits what one network address may send",
    ]


def test_a_stage_that_says_all_leaves_no_doubt() -> None:
    stage = Stage(
        portal="social-work",
        environment="production",
        origin="https://portail",
        sender="portail@ordre",
        alarm_address="exploitation@ordre",
        certificate="arn:aws:acm:ca-central-1:123456789012:certificate/1",
        requests_per_address=2000,
    )
    assert doubts(loader.load("social-work"), stage) == []
