"""Looks a portal over: does it stand, may it send mail, does it answer, is anything left undone?"""

from typing import NamedTuple

import urllib3

from chalicelib.portal.model import Portal
from infra.deploy.portal import mail_domain
from infra.deploy.stacks import GOOD, find_stack
from infra.deploy.target import Target
from infra.stages import Stage


class Finding(NamedTuple):
    """One thing that was looked at."""

    good: bool
    what: str

    def __str__(self) -> str:
        return f"{'ok     ' if self.good else 'NOT OK '} {self.what}"


def examine(target: Target, portal: Portal, stage: Stage) -> list[Finding]:
    stacks = [_stack(target, f"{stage.prefix}{part}") for part in ("-data", "", "-edge")]
    if not stacks[0].good:
        return stacks
    return [*stacks, _mail(target, portal, stage), _failures(target, stage), _health(stage)]


def _stack(target: Target, name: str) -> Finding:
    stack = find_stack(target, name)
    status = stack["StackStatus"] if stack else "missing"
    return Finding(status in GOOD, f"stack {name}: {status}")


def _mail(target: Target, portal: Portal, stage: Stage) -> Finding:
    """The domain's DKIM records are published, and the account is out of SES's sandbox."""
    client = target.session.client("sesv2")
    domain = mail_domain(portal, stage)
    verified = client.get_email_identity(EmailIdentity=domain)["VerifiedForSendingStatus"]
    in_production = client.get_account()["ProductionAccessEnabled"]
    return Finding(verified and in_production, f"mail: {domain} verified {verified}, production access {in_production}")


def _failures(target: Target, stage: Stage) -> Finding:
    client = target.session.client("sqs")
    url = client.get_queue_url(QueueName=f"{stage.prefix}-failures")["QueueUrl"]
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    waiting = int(found["Attributes"]["ApproximateNumberOfMessages"])
    return Finding(waiting == 0, f"dead letters: {waiting}")


def _health(stage: Stage) -> Finding:
    try:
        status = urllib3.request("GET", f"{stage.origin}/health", timeout=10, retries=False).status
    except urllib3.exceptions.HTTPError as error:
        return Finding(good=False, what=f"{stage.origin}/health: {error}")
    return Finding(status == 200, f"{stage.origin}/health: {status}")
