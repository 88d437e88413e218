"""What the actions work with: built where first used, so a cold start pays for what it needs. Tests hand in theirs."""

from functools import cached_property

from chalicelib.cloud.clock import Clock, SystemClock
from chalicelib.cloud.ids import Ids, RandomIds
from chalicelib.cloud.keyring import Keyring
from chalicelib.cloud.mail import Mailer
from chalicelib.cloud.passwords import Argon2Passwords, Passwords
from chalicelib.cloud.table import Table
from chalicelib.portal.loader import load
from chalicelib.portal.model import Portal
from chalicelib.settings import Settings, read_settings


class Services:
    """One portal's own; an attribute that is set before its first use stays as it was set."""

    @cached_property
    def settings(self) -> Settings:
        return read_settings()

    @cached_property
    def portal(self) -> Portal:
        return load(self.settings.portal)

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @cached_property
    def ids(self) -> Ids:
        return RandomIds()

    @cached_property
    def passwords(self) -> Passwords:
        return Argon2Passwords()

    @cached_property
    def table(self) -> Table:
        from chalicelib.cloud.aws import client  # noqa: PLC0415 -- pages without data need no AWS
        from chalicelib.cloud.dynamo import DynamoTable  # noqa: PLC0415

        return DynamoTable(client("dynamodb"), self.settings.table)

    @cached_property
    def keyring(self) -> Keyring:
        from chalicelib.cloud.aws import client  # noqa: PLC0415
        from chalicelib.cloud.secret import read_secret  # noqa: PLC0415

        return Keyring(read_secret(client("secretsmanager"), self.settings.secret))

    @cached_property
    def mailer(self) -> Mailer:
        from chalicelib.cloud.aws import client  # noqa: PLC0415
        from chalicelib.cloud.mail import SesMailer  # noqa: PLC0415

        return SesMailer(client("sesv2"), self.settings.configuration_set)
