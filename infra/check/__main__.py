"""usage: python -m infra.check [KEY ...] [--language fr]."""

import typer

from infra.check.command import check
from infra.trouble import explain_failures

if __name__ == "__main__":
    cli = typer.Typer(pretty_exceptions_enable=False)
    cli.command()(check)
    with explain_failures():
        cli()
