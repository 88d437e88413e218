"""The cost sheet: what a stage costs in a month, from the units of docs/performance.md, prices and assumed use."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from infra.project import INFRA, ROOT

NAME = "costs.md"
SIZES = (1_000, 10_000, 100_000)
RUNS = 2 * 30 * 24 * 60 + 2 * 30 * 24  # of jobs in a month: two each minute, two each hour
SECRETS = 3
MILLION, KILOBYTES = 1e6, 1024 * 1024  # in a gigabyte
Data = Mapping[str, Any]
OPENING = """\
<!-- Made by `make docs` from docs/performance.md, infra/docs/prices.toml and infra/docs/use.toml: change those. -->

# What a stage costs

In US dollars a month, at AWS's list prices of {as_of} in ca-central-1, without free tiers and taxes. Stripe's fees, the
domain and people's work are not in it. Units of DynamoDB are measured by `make bench`; how often people do something is
assumed in [use.toml](../infra/docs/use.toml), prices are in [prices.toml](../infra/docs/prices.toml).
"""


class Units(NamedTuple):
    """What one action asks of the table."""

    read: float
    write: float


class Month(NamedTuple):
    """What happens in a month."""

    requests: float
    emails: float
    reads: float
    writes: float
    files: float


def costs() -> str:
    """Return the text of docs/costs.md."""
    prices, use = (tomllib.loads((INFRA / "docs" / f"{name}.toml").read_text()) for name in ("prices", "use"))
    units = measured((ROOT / "docs" / "performance.md").read_text())
    found = [monthly(people, units, use, prices) for people in SIZES]
    rows = [_line([name, *(f"{each[name]:,.2f}" for each in found)]) for name in found[0]]
    total = _line(["**Together**", *(f"**{sum(each.values()):,.2f}**" for each in found)])
    each = _line(["For one person in a year", *(f"{_yearly(one, n):.2f}" for one, n in zip(found, SIZES, strict=True))])
    head = [_line(["", *(f"{people:,} people" for people in SIZES)]), _line(["---", *["--:"] * len(SIZES)])]
    return "\n".join([OPENING.format(**prices), *head, *rows, total, each, "", *_assumed(use), ""])


def measured(performance: str) -> dict[str, Units]:
    """Return the units of each action, as the table of docs/performance.md has them."""
    section = performance.partition("## The table\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| \d+ \| \d+ \| ([\d.]+) \| (\d+) \|$", section, re.MULTILINE)
    return {name: Units(float(read), float(write)) for name, read, write in rows}


def monthly(people: int, units: Mapping[str, Units], use: Data, prices: Data) -> dict[str, float]:
    """Return the price of each service."""
    month, person = _month(people, units, use), use["person"]
    rows = people * person["rows_kilobytes"] / KILOBYTES
    kept = people * person["files"] * person["years_kept"] * person["file_kilobytes"] / KILOBYTES
    logs = month.requests * person["log_kilobytes_per_request"] / KILOBYTES
    table, files, fixed = prices["dynamodb"], prices["files"], prices["month"]
    new = month.files * person["file_kilobytes"] / KILOBYTES
    return {
        "DynamoDB: requests": month.reads / MILLION * table["million_read_units"]
        + month.writes / MILLION * table["million_write_units"],
        "DynamoDB: storage and restore": rows * (table["gigabyte_month"] + table["restorable_gigabyte_month"]),
        "Lambda": _lambda(month, use, prices["lambda"]),
        "API Gateway": month.requests / MILLION * prices["gateway"]["million_requests"],
        "Emails (SES)": month.emails / 1000 * prices["mail"]["thousand"],
        "Files (S3)": kept * files["gigabyte_month"] + month.files / 1000 * 2 * files["thousand_writes"],
        "Malware scan (GuardDuty)": new * files["scanned_gigabyte"] + month.files / 1000 * files["thousand_scans"],
        "Logs": logs * (prices["logs"]["gigabyte"] + 3 * prices["logs"]["gigabyte_month"]),
        "Alarms, secrets": _alarms() * fixed["alarm"] + SECRETS * fixed["secret"],
        "Firewall": fixed["firewall"] + month.requests / MILLION * fixed["million_filtered"],
    }


def _month(people: int, units: Mapping[str, Units], use: Data) -> Month:
    done = {name: people * often / 12 for name, often in use["year"].items()}
    emails = done["delivery of one email"]
    assets = done["sign-in"] * use["person"]["assets_per_sign_in"]
    return Month(
        requests=sum(done.values()) - emails + assets,
        emails=emails,
        reads=sum(units[name].read * often for name, often in done.items()) + RUNS * use["job"]["reads"],
        writes=sum(units[name].write * often for name, often in done.items()),
        files=people * use["person"]["files"] / 12,
    )


def _lambda(month: Month, use: Data, prices: Data) -> float:
    seconds = {
        "request": (month.requests + month.emails) * use["request"]["milliseconds"] / 1000,
        "job": RUNS * use["job"]["milliseconds"] / 1000,
    }
    calls = month.requests + month.emails + RUNS
    time = sum(seconds[kind] * use[kind]["memory_gigabytes"] for kind in seconds) * float(prices["gigabyte_second"])
    return float(time + calls / MILLION * prices["million_calls"])


def _alarms() -> int:
    return (INFRA / "edge.yaml").read_text().count("Type: AWS::CloudWatch::Alarm")


def _yearly(month: Mapping[str, float], people: int) -> float:
    return sum(month.values()) * 12 / people


def _assumed(use: Data) -> Iterator[str]:
    yield "## What one person does in a year\n"
    yield from (f"- {name}: {often:g}" for name, often in use["year"].items())
    yield f"- files uploaded: {use['person']['files']}, kept for {use['person']['years_kept']} years"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
