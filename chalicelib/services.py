"""What the actions work with: built where first used, so a cold start pays for what it needs. Tests hand in theirs."""

from functools import cached_property
from typing import TYPE_CHECKING, Self

from chalicelib.cloud.clock import Clock
from chalicelib.cloud.ids import Ids, RandomIds
from chalicelib.cloud.keyring import Keyring
from chalicelib.cloud.metrics import EmbeddedMetrics, Metrics, NoMetrics
from chalicelib.cloud.passwords import Argon2Passwords, Passwords
from chalicelib.cloud.shards import Shards
from chalicelib.cloud.system_clock import SystemClock
from chalicelib.cloud.table import Table
from chalicelib.portal.loader import load
from chalicelib.portal.model import Portal
from chalicelib.settings import Settings, read_settings

if TYPE_CHECKING:  # what few starts need
    from chalicelib.cloud.archive import Archive
    from chalicelib.cloud.files import Files
    from chalicelib.cloud.mail import Mailer
    from chalicelib.cloud.payments import Payments
    from chalicelib.cloud.places import Places
    from chalicelib.cloud.secret import LivingRing
    from chalicelib.forms.catalogue import Catalogue
    from chalicelib.portal.fees import Schedule


class Services:
    """One portal's own; an attribute that is set before its first use stays as it was set."""

    metrics: Metrics = NoMetrics()
    _given_keyring: Keyring | None = None
    _given_factor_keyring: Keyring | None = None

    def started(self) -> Self:
        """Return these, or raise ValidationError: a function that is set up wrong must not start (SECURITY SEC49)."""
        self.settings = read_settings()
        self.metrics = EmbeddedMetrics(self.settings.stage)
        return self

    @cached_property
    def settings(self) -> Settings:
        return read_settings()

    @cached_property
    def portal(self) -> Portal:
        portal, sender = load(self.settings.portal), self.settings.sender
        return portal.replace(sender=sender) if sender else portal

    @cached_property
    def catalogue(self) -> "Catalogue":
        from chalicelib.forms.catalogue import load_catalogue  # noqa: PLC0415 -- few pages need the forms

        return load_catalogue(self.settings.portal)

    @cached_property
    def fees(self) -> "Schedule":
        from chalicelib.portal.fees import load_fees  # noqa: PLC0415

        return load_fees(self.settings.portal)

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

        return DynamoTable(client("dynamodb"), self.settings.table, shards=self.shards)

    @property
    def shards(self) -> Shards:
        """Over how many partitions the portal's due work is spread."""
        scale = self.portal.policies.scale
        return Shards(scale.due_shards, scale.due_shards_read or scale.due_shards)

    @cached_property
    def files(self) -> "Files":
        from chalicelib.cloud.aws import client  # noqa: PLC0415
        from chalicelib.cloud.botocore_clients import signer  # noqa: PLC0415
        from chalicelib.cloud.s3 import S3Files  # noqa: PLC0415

        return S3Files(client("s3"), signer(self.settings.uploads_endpoint), self.settings.uploads)

    @cached_property
    def archive(self) -> "Archive":
        from chalicelib.cloud.aws import client  # noqa: PLC0415
        from chalicelib.cloud.botocore_clients import signer  # noqa: PLC0415
        from chalicelib.cloud.s3_archive import S3Archive  # noqa: PLC0415

        return S3Archive(client("s3"), signer(self.settings.uploads_endpoint), self.settings.receipts)

    @property
    def keyring(self) -> Keyring:
        """The portal's keys as they are at this time."""
        return self._given_keyring or self._ring.at(self.clock.now())

    @keyring.setter
    def keyring(self, keyring: Keyring) -> None:
        self._given_keyring = keyring

    @cached_property
    def _ring(self) -> "LivingRing":
        return _living_ring(self.settings.secret)

    @property
    def factor_keyring(self) -> Keyring:
        """The keys of second factors, apart from the portal's; older factors follow from the portal's first."""
        own = self._given_factor_keyring or self._factor_ring.at(self.clock.now())
        return own.after(self.keyring)

    @factor_keyring.setter
    def factor_keyring(self, keyring: Keyring) -> None:
        self._given_factor_keyring = keyring

    @cached_property
    def _factor_ring(self) -> "LivingRing":
        return _living_ring(self.settings.factors_secret)

    @cached_property
    def mailer(self) -> "Mailer":
        from chalicelib.cloud.aws import client  # noqa: PLC0415
        from chalicelib.cloud.mail import SesMailer  # noqa: PLC0415

        return SesMailer(client("sesv2"), self.settings.configuration_set)

    @cached_property
    def payments(self) -> "Payments | None":
        """Who takes cards; None where the portal takes none."""
        if self.settings.payments == "none":
            return None
        from chalicelib.cloud.aws import client  # noqa: PLC0415
        from chalicelib.cloud.secret import read_secret  # noqa: PLC0415
        from chalicelib.cloud.stripe import Keys, StripePayments  # noqa: PLC0415

        keys = Keys.model_validate_json(read_secret(client("secretsmanager"), self.settings.payments_secret))
        return StripePayments(keys, self.settings.payments_api or None, self.portal.policies.billing.tolerance)

    @cached_property
    def places(self) -> "Places":
        if self.settings.cloud == "local":
            from chalicelib.cloud.local_places import LocalPlaces  # noqa: PLC0415

            return LocalPlaces()
        from chalicelib.cloud.amazon_places import AmazonPlaces  # noqa: PLC0415
        from chalicelib.cloud.aws import client  # noqa: PLC0415

        return AmazonPlaces(client("geo-places"))


def _living_ring(secret: str) -> "LivingRing":
    from chalicelib.cloud.aws import client  # noqa: PLC0415
    from chalicelib.cloud.secret import LivingRing, read_secret  # noqa: PLC0415

    return LivingRing(lambda: read_secret(client("secretsmanager"), secret))
