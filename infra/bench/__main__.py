"""usage: python -m infra.bench."""

import logging
import os
import platform
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version

from infra.bench import actions, assets, cold, due, pages, peers, warm
from infra.bench.actions import SIGN_IN
from infra.bench.cloud import Bench, bench_cloud
from infra.bench.events import get
from infra.bench.metered_app import metered_app
from infra.bench.report import Machine, Measured, report
from infra.build import build
from infra.project import ROOT
from infra.trouble import explain_failures

TARGET = ROOT / "docs" / "performance.md"


def measure(bench: Bench) -> Measured:
    """Measure everything: what is counted side by side, what is timed alone and at the end."""
    metered = metered_app(bench)
    walked = actions.walk(metered)
    with ThreadPoolExecutor(1) as pool:
        starts = pool.submit(cold.measure, bench, build().zip, {"page": get("/sign-in"), "sign-in": SIGN_IN})
        found = due.measure(bench.target.client("dynamodb"), metered)
    walks, elsewhere = pages.measure(bench.folder), peers.measure(bench.folder)
    return Measured(starts.result(), walked, found, warm.measure(metered), assets.measure(metered), walks, elsewhere)


def machine() -> Machine:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("botocore", "chalice", "pydantic", "jinja2"))
    description = f"{platform.machine()}, {os.cpu_count()} CPUs, {platform.system()}"
    return Machine(f"{datetime.now(UTC):%Y-%m-%d}", description, f"Python {platform.python_version()}, {libraries}")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # the app's own, of what is refused on purpose
    with explain_failures(), bench_cloud() as bench:
        text = report(measure(bench), machine())
    TARGET.write_text(text)
    print(text)
