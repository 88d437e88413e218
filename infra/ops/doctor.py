"""Looks a stage over: does it stand, may it send mail, does it answer, is anything left undone?

A check that fails is a finding like any other: it stops none of the others.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import urllib3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.portal.model import Portal
from infra.deploy.doubts import doubts
from infra.deploy.portal import mail_domain
from infra.deploy.stacks import SOUND, find_stack, outputs
from infra.deploy.target import Target
from infra.ops.finding import Finding
from infra.ops.mail_records import mail_findings
from infra.project import function_name
from infra.stages import Stage
from infra.trouble import in_a_sentence

# When AWS ends a runtime, as its table of them says; from some weeks later, no function can be put on it.
RUNTIMES_END = {
    "python3.11": date(2027, 6, 30),
    "python3.12": date(2028, 10, 31),
    "python3.13": date(2029, 6, 30),
    "python3.14": date(2029, 6, 30),
}
NOTICE = 180  # days before a runtime's end
CONCURRENCY = 100  # a new account begins with 10 functions at once


class Patient(NamedTuple):
    """What is looked over, on which day."""

    target: Target
    portal: Portal
    stage: Stage
    today: date


def examine(patient: Patient) -> Iterator[Finding]:
    """Yield what was found, as it is found."""
    for about, check in CHECKS.items():
        try:
            yield from check(patient)
        except (BotoCoreError, ClientError) as error:
            yield Finding(good=False, what=f"{about}: {in_a_sentence(error)}")


def _place(of: Patient) -> Iterator[Finding]:
    """Who we are, and where."""
    yield Finding(good=True, what=f"account {of.target.account}, region {of.target.session.region_name}")


def _stacks(of: Patient) -> Iterator[Finding]:
    """All three stand."""
    for name in (f"{of.stage.prefix}-data", of.stage.prefix, f"{of.stage.prefix}-edge"):
        stack = find_stack(of.target, name)
        status = stack["StackStatus"] if stack else "missing"
        yield Finding(status in SOUND, f"stack {name}: {status}")


def _settings(of: Patient) -> Iterator[Finding]:
    """What infra/stages.toml leaves out."""
    for doubt in doubts(of.portal, of.stage):
        yield Finding(good=False, what=doubt)


def _mail(of: Patient) -> Iterator[Finding]:
    """The domain is verified, its records, and the account may write to anyone."""
    return mail_findings(of.target, mail_domain(of.portal, of.stage), of.stage.alarm_address)


def _alarms(of: Patient) -> Iterator[Finding]:
    """Whoever they mail has agreed to it."""
    stack = find_stack(of.target, f"{of.stage.prefix}-edge")
    topic = outputs(stack).get("Alarms") if stack else None
    if topic is None or not of.stage.alarm_address:
        return
    pages = of.target.client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    agreed = any(each["SubscriptionArn"].startswith("arn:") for page in pages for each in page["Subscriptions"])
    said = "agreed to" if agreed else "not agreed to yet: the mail of AWS holds a link"
    yield Finding(agreed, f"alarms to {of.stage.alarm_address}: {said}")


def _concurrency(of: Patient) -> Iterator[Finding]:
    """How many functions may run at once."""
    limit = of.target.functions.get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    ask = "" if limit >= CONCURRENCY else ": ask AWS for 1,000 (quota L-B99A9384 of Lambda)"
    yield Finding(limit >= CONCURRENCY, f"functions at once, in the whole account: {limit:,}{ask}")


def _runtime(of: Patient) -> Iterator[Finding]:
    """How long AWS supports it."""
    name = function_name(of.stage.name, "api_handler")
    runtime = of.target.functions.get_function_configuration(FunctionName=name)["Runtime"]
    end = RUNTIMES_END.get(runtime)
    if end is None:
        yield Finding(good=False, what=f"runtime {runtime}: infra/ops/doctor.py does not know when it ends")
    else:
        yield Finding((end - of.today).days > NOTICE, f"runtime {runtime}: supported until {end}")


def _failures(of: Patient) -> Iterator[Finding]:
    """None wait."""
    client = of.target.client("sqs")
    url = client.get_queue_url(QueueName=f"{of.stage.prefix}-failures")["QueueUrl"]
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    waiting = int(found["Attributes"]["ApproximateNumberOfMessages"])
    hint = f": python -m infra.ops dead-letters {of.stage.name}" if waiting else ""
    yield Finding(waiting == 0, f"dead letters: {waiting}{hint}")


def _health(of: Patient) -> Iterator[Finding]:
    """The portal answers."""
    try:
        status = urllib3.request("GET", f"{of.stage.origin}/health", timeout=10, retries=False).status
    except urllib3.exceptions.HTTPError as error:
        yield Finding(good=False, what=f"{of.stage.origin}/health: {error}")
    else:
        yield Finding(status == 200, f"{of.stage.origin}/health: {status}")


CHECKS: Mapping[str, Callable[[Patient], Iterator[Finding]]] = {
    "account": _place,
    "stacks": _stacks,
    "settings": _settings,
    "mail": _mail,
    "alarms": _alarms,
    "functions at once": _concurrency,
    "runtime": _runtime,
    "dead letters": _failures,
    "health": _health,
}
