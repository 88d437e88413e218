"""Whoever deploys with Chalice and lacks something is told in one sentence what it is."""

import json
from pathlib import Path

import pytest

from infra.chalice_deploy.api import complete_api
from infra.deploy.target import Target
from infra.project import ROOT
from infra.stages import read_stages
from infra.trouble import Trouble
from tests.chalice_deploy.conftest import CHALICE, OURS, STAGE, Cloud

PORTALS = ("citizen-account", "financial-licensing", "freight", "psychotherapy", "social-work")
STAGES = ", ".join([*(f"{portal}-production" for portal in PORTALS), "social-work-staging"])
PREPARE = "`python -m infra.chalice_deploy folder STAGE`"
TEMPLATE = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}})


def _sentence(cloud: Cloud, *command: str, at: Path = ROOT, **variables: str) -> str:
    code, said = cloud.tried(*command, at=at, **variables)
    assert code != 0
    return said


@pytest.mark.parametrize("command", ["folder", "delete"])
def test_a_stage_that_is_unknown(cloud: Cloud, command: str) -> None:
    said = _sentence(cloud, *OURS, command, "nowhere")
    assert said == f"infra/stages.toml has no stage 'nowhere'. It has: {STAGES}.\n"


@pytest.mark.parametrize("command", ["data", "complete"])
def test_a_shell_without_credentials(cloud: Cloud, command: str) -> None:
    said = _sentence(cloud, *OURS, command, STAGE, AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", HOME="/nowhere")
    unable = "(Unable to locate credentials)"
    assert said == f"There are no AWS credentials {unable}. Sign in, or set AWS_PROFILE.\n"


@pytest.mark.parametrize("command", ["folder", "complete", "delete"])
def test_a_stage_without_its_data_stack(cloud: Cloud, command: str) -> None:
    said = _sentence(cloud, *OURS, command, "citizen-account-production")
    before = "`python -m infra.chalice_deploy data citizen-account-production` puts it"
    assert said == f"The stack guichet-citizen-account-production-data does not stand: {before}.\n"


def test_there_is_nothing_to_complete(cloud: Cloud) -> None:
    cloud.run(*OURS, "data", "freight-production")
    said = _sentence(cloud, *OURS, "complete", "freight-production")
    assert (
        said == "The function guichet-freight-production-deliver does not stand: `chalice deploy` comes before this.\n"
    )


def test_code_that_cloudformation_put(cloud: Cloud, tmp_path: Path) -> None:
    cloud.run(*OURS, "data", "social-work-production")
    client = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
    client.create_stack(StackName="guichet-social-work-production", TemplateBody=TEMPLATE)
    said = _sentence(cloud, *OURS, "folder", "social-work-production", "--any-python", "--at", str(tmp_path / "folder"))
    other = "`make deploy STAGE=social-work-production` brings its code up to date"
    assert said == f"The stack guichet-social-work-production stands: {other}.\n"


@pytest.mark.parametrize("stage", [(), ("--stage", "freight-production")], ids=["none", "another"])
def test_chalice_is_given_no_stage_of_its_folder(cloud: Cloud, folder: Path, stage: tuple[str, ...]) -> None:
    said = _sentence(cloud, CHALICE, "deploy", *stage, at=folder)
    assert said == f"There is no such stage here. Give one with --stage: {STAGE}.\n"


@pytest.mark.parametrize(("command", "place"), [("deploy", "."), ("delete", "build/package")])
def test_chalice_runs_in_another_folder(cloud: Cloud, place: str, command: str) -> None:
    said = _sentence(cloud, CHALICE, command, "--stage", STAGE, at=ROOT / place)
    assert said == f"This folder is not for one stage. {PREPARE} writes the folder to deploy from.\n"


def test_a_cache_that_chalice_cannot_fill() -> None:
    stage = read_stages().all()[0]
    with pytest.raises(Trouble, match=f"asset_cache of {stage.name} is put by `make deploy` alone"):
        list(complete_api(Target(), stage, {"CacheClusterEnabled": True}))
