"""The portal's application in this process, on the bench's cloud: its calls to the table are counted."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chalicelib.app_factory import create_app
from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.mail import SesMailer
from chalicelib.cloud.system_clock import SystemClock
from chalicelib.services import Services
from chalicelib.settings import read_settings
from chalicelib.web.app import App
from infra.bench.cloud import PORTAL, Bench, variables
from infra.bench.meter import Meter
from infra.ops.portal_services import services_of


class FastClock:
    """The system's, set ahead where time has to pass."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead

    def next_second(self) -> None:
        SystemClock().next_second()


class Metered(NamedTuple):
    """An application, with the meter and the clock that it works with."""

    app: App
    services: Services
    meter: Meter
    clock: FastClock


def metered_app(bench: Bench) -> Metered:
    services = services_of(bench.target, bench.target.stage(PORTAL))
    services.settings = read_settings(variables())
    services.mailer = SesMailer(bench.target.client("sesv2"), services.settings.configuration_set)
    return metered(services, bench.target.client("dynamodb"))


def metered(services: Services, client: Any) -> Metered:
    """Give the services a table that counts and a clock that can be set; return the application on top of them."""
    meter, clock = Meter(client), FastClock()
    services.table, services.clock = DynamoTable(meter, services.settings.table, shards=services.shards), clock
    return Metered(create_app(services), services, meter, clock)
