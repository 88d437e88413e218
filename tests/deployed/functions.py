"""The functions of one portal on the local cloud, as tests get hold of them: run, cut off, at another time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from infra.deploy.target import LocalTarget
from infra.project import REGION, function_name
from infra.stages import read_stages

SCHEDULED = {  # what EventBridge sends
    "version": "0",
    "id": "00000000-0000-0000-0000-000000000000",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-01-01T00:00:00Z",
    "region": REGION,
    "resources": [],
    "detail": {},
}


class Functions:
    """All functions of a portal share one environment, but for tests that break a part of it."""

    def __init__(self, target: LocalTarget, portal: str) -> None:
        self._client = target.functions
        self._logs = target.session.client("logs", endpoint_url=target.endpoint)
        stage = target.stage(portal).name
        self._names = {function: function_name(stage, function) for function in read_stages().functions}

    def run(self, job: str) -> None:
        """Run a job now, as its schedule would, and wait until it is done."""
        answer = self._client.invoke(FunctionName=self._names[job], Payload=json.dumps(SCHEDULED))
        assert "FunctionError" not in answer, answer["Payload"].read()

    def logs(self, function: str) -> list[str]:
        """Return all that the function has logged, the oldest first."""
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/{self._names[function]}"
        )
        return [event["message"] for page in pages for event in page["events"]]

    def set(self, **variables: str | None) -> None:
        """Change the environment of all functions: they start anew at their next call. None takes a variable away."""
        for name in self._names.values():
            found = self._client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
            wanted = {key: value for key, value in (found | variables).items() if value is not None}
            self._client.update_function_configuration(FunctionName=name, Environment={"Variables": wanted})

    @contextmanager
    def without(self, service: str) -> Iterator[None]:
        """Let a service of AWS be out of reach: `dynamodb`, `sesv2`, `secrets_manager`."""
        variable = f"AWS_ENDPOINT_URL_{service.upper()}"
        self.set(**{variable: "http://127.0.0.1:9"})  # the discard port: nobody listens
        try:
            yield
        finally:
            self.set(**{variable: None})


class Clock:
    """A portal's clock, which only ever runs ahead: libfaketime shifts what its functions see of the time.

    Nothing in the product knows of it. Mails and the tables' TTL stay in real time.
    """

    def __init__(self, functions: Functions, file: Path) -> None:
        self._file = file
        self._ahead = timedelta()
        self._write()
        functions.set(
            LD_PRELOAD=str(_library()),
            FAKETIME_TIMESTAMP_FILE=str(file),
            FAKETIME_NO_CACHE="1",
        )

    def advance(self, **by: float) -> None:
        """Let time pass at once: `advance(minutes=30)`."""
        self._ahead += timedelta(**by)
        self._write()

    def _write(self) -> None:
        self._file.write_text(f"+{self._ahead.total_seconds():f}\n")


def _library() -> Path:
    """Return Debian's libfaketime (package `faketime`)."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
