"""A portal on AWS by `chalice deploy`, without CloudFormation for its code: what comes before it, and what after it."""

from pathlib import Path
from typing import Annotated

import typer

from chalicelib.portal import loader
from infra import build as builder
from infra.build import Package
from infra.chalice_deploy.complete import complete as complete_stage
from infra.chalice_deploy.delete import delete as delete_stage
from infra.chalice_deploy.folder import write_folder
from infra.chalice_deploy.resolve import names_of
from infra.chalice_deploy.template import Template
from infra.deploy.gateway_logs import let_the_gateway_log
from infra.deploy.portal import deploy_data
from infra.deploy.target import Target
from infra.ops.arguments import StageArgument
from infra.project import BUILD
from infra.stages import Stage
from infra.trouble import explain_failures

At = Annotated[Path | None, typer.Option(help="another folder, outside of the project")]
AnyPython = Annotated[bool, typer.Option(help="for tests: the byte code is not what Lambda runs")]
cli = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)


@cli.command()
def data(stage: StageArgument) -> None:
    """Put what the portal keeps: first of all, and once."""
    kept = deploy_data(Target(), loader.load(stage.portal), stage)
    let_the_gateway_log(Target(), kept["GatewayLogger"])


@cli.command()
def folder(stage: StageArgument, at: At = None, *, any_python: AnyPython = False) -> None:
    """Write the folder that `chalice deploy` runs in: build/chalice/STAGE."""
    names_of(Target(), stage)  # fails before anything is built
    print(_write(stage, builder.build() if any_python else builder.build_for_aws(), at))


@cli.command()
def complete(stage: StageArgument) -> None:
    """Put right what Chalice can't say: after each `chalice deploy`."""
    for done in complete_stage(Target(), stage, _template(stage)):
        print(done)


@cli.command()
def delete(stage: StageArgument, at: At = None) -> None:
    """Take down the code; what the portal keeps stays."""
    template = _template(stage)
    delete_stage(Target(), stage, _write(stage, builder.build(), at), template)


def _write(stage: Stage, package: Package, at: Path | None) -> Path:
    place = at or BUILD / "chalice" / stage.name
    write_folder(Target(), stage, package, place)
    return place


def _template(stage: Stage) -> Template:
    names = names_of(Target(), stage)
    return Template(builder.build().templates[stage.portal], names)


if __name__ == "__main__":
    with explain_failures():
        cli()
