"""The portal's own keys: several at once, so that one can be replaced. See docs/runbook/replace-the-key.md."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from chalicelib.cloud.keyring import NAMES, KeyId, key_id
from chalicelib.cloud.secret import HEAD_START, Ring, RingKey, parse_ring, read_secret, write_ring
from chalicelib.services import Services
from chalicelib.staff.actions.rekeying import Held, held_by
from infra.deploy.target import Target
from infra.ops.arguments import StageArgument, Yes
from infra.ops.portal_services import deployed, services_of
from infra.trouble import Trouble

keys = typer.Typer(no_args_is_help=True, help=__doc__)
BYTES = 32
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # since when the first key signs
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="its id, as `keys list` says it")]


@keys.command("list")
def list_keys(stage: StageArgument) -> None:
    """Say which keys there are, since when they sign, and what still follows from each."""
    services = services_of(Target(), stage)
    for line in told_of(services, ring_of(Target().client("secretsmanager"), f"{stage.prefix}-key"), _now(services)):
        print(line)


@keys.command("add")
def add_key(stage: StageArgument) -> None:
    """Add a key. It signs a while later, when every process knows it; what the others signed is still accepted."""
    with deployed(stage):
        now = datetime.now(UTC).replace(microsecond=0)
        added = add(Target().client("secretsmanager"), f"{stage.prefix}-key", now)
    print(f"{key_id(added.secret)} signs from {added.since:%Y-%m-%d %H:%M}Z")


@keys.command("retire")
def retire_key(stage: StageArgument, key: KeyArgument, *, yes: Yes = False) -> None:
    """Take a key away from which nothing follows any more. What it signed is accepted no longer."""
    services = services_of(Target(), stage)
    if not yes:
        typer.confirm("Links and codes of emails that this key signed will not work. Go on?", abort=True)
    retire(services, Target().client("secretsmanager"), f"{stage.prefix}-key", KeyId(key), _now(services))
    print(f"{key} is retired")


def ring_of(client: Any, name: str) -> Ring:
    """Return the ring with its one plain key spelled out. `client` is one of Secrets Manager."""
    ring = parse_ring(read_secret(client, name))
    return ring if ring.keys else ring._replace(keys=(RingKey(ring.names, ALWAYS),))


def add(client: Any, name: str, now: datetime) -> RingKey:
    """Add a new key to the secret and return it; raise Trouble while the one before does not sign yet."""
    ring = ring_of(client, name)
    newest = ring.keys[-1]
    if newest.since > now:
        raise Trouble(f"{key_id(newest.secret)} was just added: it signs from {newest.since:%Y-%m-%d %H:%M}Z.")
    added = RingKey(secrets.token_hex(BYTES).encode(), now + HEAD_START)
    client.put_secret_value(SecretId=name, SecretString=write_ring(ring.names, (*ring.keys, added)))
    return added


def retire(services: Services, client: Any, name: str, key: KeyId, now: datetime) -> None:
    """Take a key out of the secret, or raise Trouble: it is not there, it signs, or something follows from it."""
    ring = ring_of(client, name)
    kept = tuple(each for each in ring.keys if key_id(each.secret) != key)
    if kept == ring.keys:
        raise Trouble(f"There is no key {key}: see `keys list`.")
    if not any(each.since <= now for each in kept) or key == ring.at(now).newest:
        raise Trouble(f"{key} is the key that signs: add another, and wait until that one does.")
    held = _held(services, ring, key)
    if any(held):
        raise Trouble(f"{key} can’t be retired yet: {_said(held)}.")
    client.put_secret_value(SecretId=name, SecretString=write_ring(ring.names, kept))


def told_of(services: Services, ring: Ring, now: datetime) -> Iterator[str]:
    """Yield a line for each key, the newest last."""
    newest = ring.at(now).newest
    for key in ring.keys:
        name = key_id(key.secret)
        does = "signs" if name == newest else "is accepted"
        does = f"signs from {key.since:%Y-%m-%d %H:%M}Z" if key.since > now else does
        yield f"{name} {does}; {_said(_held(services, ring, name))}"


def _held(services: Services, ring: Ring, key: KeyId) -> Held:
    return held_by(services, (key, NAMES) if key == key_id(ring.names) else (key,))


def _said(held: Held) -> str:
    if not any(held):
        return "nothing has to follow from it"
    apps = f"{held.apps} authenticator apps follow from it, which the hourly job `expire` changes"
    people = f"{', '.join(held.people)}: recovery codes that have to be drawn anew"
    return "; ".join([apps] * bool(held.apps) + [people] * bool(held.people))


def _now(services: Services) -> datetime:
    return services.clock.now()
