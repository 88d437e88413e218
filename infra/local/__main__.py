"""`make demo`: the local cloud with all portals, or one, until Ctrl-C."""

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from infra.build import build
from infra.local.cloud import local_cloud
from infra.local.demo import put_people_in
from infra.local.demo_staff import put_staff_in
from infra.local.front import Front
from infra.local.shipments import put_shipments_in
from infra.portals import folders, load
from infra.project import LOCAL
from infra.trouble import explain_failures

ENDS = (signal.SIGINT, signal.SIGTERM)


def main(
    port: int = 8000,
    portal: Annotated[str | None, typer.Option(help="the one portal to run")] = None,
    folder: Annotated[Path, typer.Option(help="what keeps accounts from run to run")] = LOCAL,
) -> None:
    """Serve the portals at http://localhost:PORT until Ctrl-C."""
    for number in ENDS:
        signal.signal(number, _end)
    with explain_failures():
        portals = {key: load(key) for key in ([portal] if portal else folders())}
        front = Front(port, portals)
        _say("Building the package")
        package = build()
        _say("Starting the local cloud and putting the portals on it")
        with local_cloud(folder, front, package) as cloud:
            _say("Putting people in")
            put_people_in(cloud, folder / "people.json")
            put_shipments_in(cloud)
            put_staff_in(cloud, folder / "staff.json")
            print(f"ready: {front.address}", flush=True)
            signal.pause()


def _say(step: str) -> None:
    print(f"{step} …", flush=True)


def _end(_number: int, _frame: FrameType | None) -> None:
    """Leave everything in order; who asks twice waits all the same."""
    for number in ENDS:
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


if __name__ == "__main__":
    cli = typer.Typer(pretty_exceptions_enable=False)
    cli.command()(main)
    cli()
