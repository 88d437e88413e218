"""usage: python -m infra.mutants [--package billing] [--count 100] [--seed 1] [--minutes 30]."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from infra.mutants.answers import Answers, read_answers
from infra.mutants.copy import Copy, copied
from infra.mutants.mutate import Mutant, mutants
from infra.mutants.record import Recorded, recorded
from infra.mutants.targets import rounds, targets
from infra.project import BUILD, ROOT
from infra.trouble import Trouble, explain_failures

REPORT = BUILD / "mutants.md"
FEW = 12  # tests that are tried first: most mutants are noticed by them
MOST_SECONDS = 180.0  # of tests, as they were recorded, for one mutant
SLACK = 20.0


def main(
    package: Annotated[str, typer.Option()] = "",
    count: Annotated[int, typer.Option()] = 100,
    seed: Annotated[int, typer.Option()] = 1,
    minutes: Annotated[float, typer.Option()] = 30,
) -> None:
    """Try as many mutants as the count and the time allow, and list those that no test notices."""
    end = time.monotonic() + 60 * minutes
    with explain_failures(), copied() as copy:
        files = targets(package or None)
        drawn = _drawn(files, count, seed)
        survivors, untried = drawn, 0
        for tests in rounds(files):
            if survivors and time.monotonic() < end:
                seen = _recorded(copy, tests, files, end)
                survivors, late = _round(copy, survivors, seen, end)
                untried = untried or late
        for each in survivors:
            print(f"survives: {each.file}:{each.line}: {each.kind}\n  {each.before}\n  {each.after}")
        _report(survivors, f"{len(drawn) - untried} of {len(drawn)} mutants tried, seed {seed}", read_answers())


def _drawn(files: list[str], count: int, seed: int) -> list[Mutant]:
    every = [mutant for file in files for mutant in mutants(file, (ROOT / file).read_text())]
    if not every:
        raise Trouble("no such package has rules or actions")
    return random.Random(seed).sample(every, min(count, len(every)))  # noqa: S311 -- a seed, no secret


def _recorded(copy: Copy, tests: list[str], files: list[str], end: float) -> Recorded:
    saved = copy.root / "recorded.json"
    saved.unlink(missing_ok=True)
    print(f"Recording which of the tests in {len(tests)} files execute what …", flush=True)
    copy.record(tests, files, saved, max(SLACK, (end - time.monotonic()) / 2))
    if not saved.exists():
        raise Trouble("the tests did not end in time: allow more minutes, or name one package")
    return recorded(saved)


def _round(copy: Copy, drawn: list[Mutant], seen: Recorded, end: float) -> tuple[list[Mutant], int]:
    """Return the mutants that no test noticed in the time there is, and how many were not tried."""
    survivors: list[Mutant] = []
    for index, mutant in enumerate(drawn):
        if time.monotonic() > end:
            return survivors, len(drawn) - index
        survivors += [mutant] if _survives(copy, mutant, seen) else []
    return survivors, 0


def _survives(copy: Copy, mutant: Mutant, seen: Recorded) -> bool:
    with copy.changed(mutant.file, mutant.source):
        parts = _in_turn(seen.touching(mutant.file, mutant.line), seen)
        return not any(copy.notices(part, SLACK + 5 * sum(seen.seconds[test] for test in part)) for part in parts)


def _in_turn(tests: list[str], seen: Recorded) -> Iterator[list[str]]:
    """Yield the tests to run, a few of them first, as far as the time for one mutant goes."""
    spent, allowed = 0.0, []
    for test in tests:
        spent += seen.seconds[test]
        if spent <= MOST_SECONDS:
            allowed.append(test)
    yield from (part for part in (allowed[:FEW], allowed[FEW:]) if part)


def _report(survivors: list[Mutant], title: str, answers: Answers) -> None:
    """Write the survivors down, and stop with those that nothing answers."""
    open_ones = [each for each in survivors if answers.why(each) is None]
    parts = [f"# {title}: {len(survivors)} survive, {len(open_ones)} unanswered\n"]
    for each in survivors:
        lines = (f"- {each.before}", f"+ {each.after}")
        why = answers.why(each) or "**unanswered**"
        parts.append("\n".join([f"`{each.file}:{each.line}` ({each.kind}): {why}\n", "```diff", *lines, "```\n"]))
    _write(REPORT, "\n".join(parts))
    print(parts[0].strip("# \n"))
    if open_ones:
        raise Trouble(
            f"{REPORT.relative_to(ROOT)} lists the survivors: write a test, or an answer in docs/mutants.toml"
        )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    typer.run(main)
