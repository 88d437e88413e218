"""Where portals are put: AWS, or the local cloud."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from infra.project import REGION
from infra.stages import Stage

if TYPE_CHECKING:  # half a second of every command
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client

CloudName = Literal["aws", "local"]
Scanner = Literal["guardduty", "local"]
Payments = Literal["none", "stripe", "demo"]
STRIPE = "/dev/stripe"  # where the front stands for it


class Target:
    """AWS as the credentials of the shell name it."""

    cloud: CloudName = "aws"
    scanner: Scanner = "guardduty"
    pause = 5.0  # seconds between two looks at a stack
    endpoint: str | None = None  # AWS's own

    @cached_property
    def session(self) -> boto3.Session:
        return boto3.Session(region_name=boto3.Session().region_name or REGION)

    def client(self, service: str) -> Any:
        """Return botocore's client of the service, as the adapters of `chalicelib.cloud` take it."""
        return self.session.client(service, endpoint_url=self.endpoint)  # type: ignore[call-overload]

    @cached_property
    def account(self) -> str:
        """Return the account that the credentials belong to."""
        return str(self.client("sts").get_caller_identity()["Account"])

    @property
    def uploads_endpoint(self) -> str:
        """Return S3 as browsers reach it."""
        return f"https://s3.{self.session.region_name}.amazonaws.com"

    def payments(self, stage: Stage) -> Payments:
        """Return who takes cards."""
        return stage.payments

    @property
    def payments_api(self) -> str:
        """Return where something stands for Stripe: nowhere."""
        return ""

    @cached_property
    def cloudformation(self) -> "CloudFormationClient":
        return self.session.client("cloudformation", endpoint_url=self.endpoint)

    @cached_property
    def s3(self) -> "S3Client":
        return self.session.client("s3", endpoint_url=self.endpoint, config=Config(s3={"addressing_style": "path"}))

    @cached_property
    def functions(self) -> "LambdaClient":
        return self.session.client("lambda", endpoint_url=self.endpoint)


class LocalTarget(Target):
    """The local cloud at `endpoint`; the front gives each portal its address."""

    cloud = "local"
    scanner = "local"
    pause = 0.1

    def __init__(self, endpoint: str, origin: Callable[[str], str]) -> None:
        self.endpoint = endpoint
        self._origin = origin

    @property
    def uploads_endpoint(self) -> str:
        return self._origin("uploads")

    def stage(self, portal: str) -> Stage:
        """Return the portal's one environment on this machine."""
        return Stage(portal=portal, environment="local", origin=self._origin(portal))

    def payments(self, stage: Stage) -> Payments:  # noqa: ARG002 -- in the demonstration, all
        return "demo"

    @property
    def payments_api(self) -> str:
        return f"http://localhost:{urlsplit(self._origin('stripe')).port}{STRIPE}"

    @cached_property
    def session(self) -> boto3.Session:
        return boto3.Session("local", "local", region_name=REGION)
