"""The local cloud with portals on it, from its start to its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chalicelib.portal.model import Portal
from chalicelib.services import Services
from infra.build import Package
from infra.deploy.portal import deploy_code, deploy_data
from infra.deploy.target import LocalTarget
from infra.local.front import Front
from infra.local.ministack import MiniStack
from infra.local.stripe.stand_in import keys_of
from infra.ops.portal_services import services_of


class Cloud(NamedTuple):
    """A cloud that runs: the front for people, the target for who looks behind it."""

    front: Front
    target: LocalTarget

    def services(self, portal: str, folder: Path | None = None) -> Services:
        """Return the portal's services, as an operator has them."""
        return services_of(self.target, self.target.stage(portal), folder=folder)


@contextmanager
def local_cloud(folder: Path, front: Front, package: Package, *, remembers: bool = True) -> Iterator[Cloud]:
    """Run the front's portals until the block ends; `folder` keeps what they hold, where it is to be remembered."""
    ministack = MiniStack(folder, remembers=remembers)
    try:
        ministack.start()
        target = LocalTarget(ministack.endpoint, front.origin)
        apis = {key: _deploy(target, portal, package) for key, portal in front.portals.items()}
        front.open(ministack.endpoint, apis, folder)
        yield Cloud(front, target)
    finally:
        front.close()
        ministack.stop()


def _deploy(target: LocalTarget, portal: Portal, package: Package) -> str:
    """Put one portal; return its REST API."""
    stage = target.stage(portal.key)
    kept = deploy_data(target, portal, stage)
    target.client("secretsmanager").put_secret_value(SecretId=kept["PaymentsKeys"], SecretString=keys_of(portal.key))
    return deploy_code(target, stage, package, kept["Packages"])["RestAPIId"]
