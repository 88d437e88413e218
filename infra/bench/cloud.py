"""Where the bench runs: the data of one portal on the local cloud, over HTTP for us and over TLS for the packed app."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chalicelib.portal import loader
from infra.bench.tls import Secured, secured
from infra.deploy.portal import deploy_data
from infra.deploy.target import LocalTarget
from infra.local.ministack import MiniStack
from infra.stages import Stage, environment_variables

PORTAL = "social-work"  # the one with the defaults: the safest policies, so the most work


class Bench(NamedTuple):
    """`tls` is the same cloud as the target's."""

    target: LocalTarget
    tls: Secured
    folder: Path  # for what lasts as long as the cloud


@contextmanager
def bench_cloud() -> Iterator[Bench]:
    """Run a cloud with an empty table until the block ends."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        ministack = MiniStack(folder / "cloud", remembers=False)
        try:
            ministack.start()
            target = LocalTarget(ministack.endpoint, _origin)
            deploy_data(target, loader.load(PORTAL), target.stage(PORTAL))
            with secured(ministack.endpoint, folder) as tls:
                yield Bench(target, tls, folder)
        finally:
            ministack.stop()


def variables() -> dict[str, str]:
    """Return the environment variables that the portal's functions have."""
    return environment_variables(Stage(portal=PORTAL, environment="local", origin=_origin(PORTAL)))


def _origin(portal: str) -> str:
    return f"https://{portal}.example.org"
