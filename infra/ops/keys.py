"""A stage's own keys: several at once, so that one can be replaced. See docs/runbook/replace-the-key.md."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import typer

from chalicelib.cloud.keyring import NAMES, KeyId, key_id
from chalicelib.cloud.secret import HEAD_START, Ring, RingKey, parse_ring, read_secret, write_ring
from chalicelib.services import Services
from chalicelib.staff.actions.rekeying import Held, held_by, rekey
from infra.deploy.target import Target
from infra.ops.arguments import StageArgument, Yes
from infra.ops.portal_services import deployed, services_of
from infra.stages import Stage
from infra.trouble import Trouble

keys = typer.Typer(no_args_is_help=True, help=__doc__)
BYTES = 32
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # since when the first key signs
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="its id, as `keys list` says it")]
OfFactors = Annotated[bool, typer.Option("--factors", help="a key of second factors, not one of the portal")]


class KeySecret(NamedTuple):
    """One of a stage's two secrets that hold keys. `client` is one of Secrets Manager."""

    client: Any
    name: str
    of_factors: bool

    def ring(self) -> Ring:
        """Return the ring with its one plain key spelled out."""
        ring = parse_ring(read_secret(self.client, self.name))
        return ring if ring.keys else ring._replace(keys=(RingKey(ring.names, ALWAYS),))

    def write(self, names: bytes, kept: tuple[RingKey, ...]) -> None:
        """Write the keys; only the portal's first key has names to give once it is retired."""
        text = write_ring(kept[0].secret if self.of_factors else names, kept)
        self.client.put_secret_value(SecretId=self.name, SecretString=text)

    def held(self, services: Services, ring: Ring, key: KeyId) -> Held:
        """Return what follows from one of the keys: of the portal's, factors ever followed from the first alone."""
        if self.of_factors:
            return held_by(services, key)
        return held_by(services, NAMES) if key == key_id(ring.names) else Held(0, ())


@keys.command("list")
def list_keys(stage: StageArgument) -> None:
    """Say which keys there are, since when they sign, and what still follows from each."""
    services = services_of(Target(), stage)
    for secret in _secrets(stage):
        with deployed(stage):
            print(f"{secret.name}:")
            for line in told_of(services, secret, services.clock.now()):
                print(f"  {line}")


@keys.command("add")
def add_key(stage: StageArgument, *, factors: OfFactors = False) -> None:
    """Add a key. It signs a while later, when every process knows it; what the others signed is still accepted."""
    with deployed(stage):
        added = add(_secrets(stage)[factors], datetime.now(UTC).replace(microsecond=0))
    print(f"{key_id(added.secret)} signs from {added.since:%Y-%m-%d %H:%M}Z")


@keys.command("rekey")
def rekey_factors(stage: StageArgument) -> None:
    """Let staff's authenticator apps follow from the newest key of second factors now; the hourly job does it too."""
    services = services_of(Target(), stage)
    print(f"{rekey(services, services.clock.now())} people’s apps follow from {services.factor_keyring.newest} now")


@keys.command("retire")
def retire_key(stage: StageArgument, key: KeyArgument, *, yes: Yes = False) -> None:
    """Take a key away from which nothing follows any more. What it signed is accepted no longer."""
    services = services_of(Target(), stage)
    with deployed(stage):
        secret = holder_of(_secrets(stage), KeyId(key))
    if not yes:
        typer.confirm("Links, codes and forms that this key signed will not work. Go on?", abort=True)
    retire(services, secret, KeyId(key), services.clock.now())
    print(f"{key} is retired")


def add(secret: KeySecret, now: datetime) -> RingKey:
    """Add a new key to the secret and return it; raise Trouble while the one before does not sign yet."""
    ring = secret.ring()
    newest = ring.keys[-1]
    if newest.since > now:
        raise Trouble(f"{key_id(newest.secret)} was just added: it signs from {newest.since:%Y-%m-%d %H:%M}Z.")
    added = RingKey(secrets.token_hex(BYTES).encode(), now + HEAD_START)
    secret.write(ring.names, (*ring.keys, added))
    return added


def holder_of(found: tuple[KeySecret, ...], key: KeyId) -> KeySecret:
    """Return the secret that holds the key; raise Trouble where none does."""
    for secret in found:
        if key in (key_id(each.secret) for each in secret.ring().keys):
            return secret
    raise Trouble(f"There is no key {key}: see `keys list`.")


def retire(services: Services, secret: KeySecret, key: KeyId, now: datetime) -> None:
    """Take a key out of the secret, or raise Trouble: it signs, or something follows from it."""
    ring = secret.ring()
    kept = tuple(each for each in ring.keys if key_id(each.secret) != key)
    if not any(each.since <= now for each in kept) or key == ring.at(now).newest:
        raise Trouble(f"{key} is the key that signs: add another, and wait until that one does.")
    held = secret.held(services, ring, key)
    if any(held):
        raise Trouble(f"{key} can’t be retired yet: {_said(held)}.")
    secret.write(ring.names, kept)


def told_of(services: Services, secret: KeySecret, now: datetime) -> Iterator[str]:
    """Yield a line for each key, the newest last."""
    ring = secret.ring()
    newest = ring.at(now).newest
    for key in ring.keys:
        name = key_id(key.secret)
        does = "signs" if name == newest else "is accepted"
        does = f"signs from {key.since:%Y-%m-%d %H:%M}Z" if key.since > now else does
        yield f"{name} {does}; {_said(secret.held(services, ring, name))}"


def _secrets(stage: Stage) -> tuple[KeySecret, KeySecret]:
    client = Target().client("secretsmanager")
    return KeySecret(client, f"{stage.prefix}-key", False), KeySecret(client, f"{stage.prefix}-factors", True)


def _said(held: Held) -> str:
    if not any(held):
        return "no second factor follows from it"
    apps = f"{held.apps} authenticator apps follow from it, which `keys rekey` changes"
    people = f"{', '.join(held.people)}: recovery codes that have to be drawn anew"
    return "; ".join([apps] * bool(held.apps) + [people] * bool(held.people))
