"""The packed app stands: every portal, the stream, the jobs, the browser. What it does is tested elsewhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from chalicelib.portal import loader
from chalicelib.portal.text import Language
from infra.build import Package
from infra.deploy.portal import deploy_code, deploy_data, deploy_edge
from infra.local.cloud import Cloud
from infra.project import INFRA
from tests.deployed.conftest import Api, Mails
from tests.deployed.functions import Functions
from tests.support.patience import until

PORTALS = sorted(loader.keys())
PASSWORD = "Ruisseau-Calme-2026!"


@pytest.mark.parametrize("portal", [*PORTALS, "example"])
def test_every_portal_answers_as_itself(api: Api, portal: str) -> None:
    assert api(portal).get("/health").json() == {"status": "ok", "portal": portal}


@pytest.mark.parametrize("portal", PORTALS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_portal_shows_its_front_page(api: Api, portal: str, language: Language) -> None:
    page = api(portal).get(f"/{language}/", accept="text/html")
    assert page.status == 200
    assert loader.load(portal).name[language] in page.data.decode()


def test_the_workshops_pages_are_no_part_of_the_package(api: Api, cloud: Cloud) -> None:
    assert api("freight").get("/dev/mail").status == 200
    assert api("freight").get("/dev/").status == 404
    resources = cloud.target.cloudformation.get_template(StackName="guichet-freight-local")["TemplateBody"]["Resources"]
    assert not [path for path in resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"] if "dev" in path]


def test_a_page_that_does_not_exist_looks_like_the_portals_own(api: Api) -> None:
    page = api("freight").get("/no/such/page", accept="text/html").data.decode()
    assets = re.findall(r'"(/assets/[^"]+)"', page)
    assert {api("freight").get(asset).status for asset in assets} == {200}
    assert "Transport TransBoréal" in page


def test_an_email_that_is_enqueued_arrives_by_the_stream(api: Api, mails: Mails) -> None:
    sent = {"email": "stream@example.org", "password": PASSWORD, "accept_terms": True}
    assert api("social-work").post("/en/sign-up", sent).status == 202
    assert mails("social-work", "stream@example.org")[0]["portal"] == "social-work"


@pytest.mark.parametrize(("job", "word"), [("sweep", "outbox swept"), ("reconcile", "reconciled")])
def test_a_job_runs_each_minute_by_itself(on_schedule: Functions, job: str, word: str) -> None:
    until(lambda: any(f'"{word}"' in line for line in on_schedule.logs(job)), f"a run of {job}")


@pytest.mark.parametrize("job", ["sweep", "expire"])
def test_a_job_runs(functions: Callable[[str], Functions], job: str) -> None:
    functions("example").run(job)
    assert any('"level":"INFO"' in line for line in functions("example").logs(job))


def test_a_cookie_that_is_secure_lives_in_the_browser(page: Page, origin: Callable[[str], str]) -> None:
    page.goto(f"{origin('freight')}/fr/sign-in")
    kept = page.context.cookies()
    assert kept
    assert all(cookie["secure"] and cookie["name"].startswith("__Host-") for cookie in kept)


def test_a_page_works_without_scripts(page_without_scripts: Page, origin: Callable[[str], str]) -> None:
    page_without_scripts.goto(f"{origin('freight')}/fr/sign-in")
    assert page_without_scripts.locator("html").get_attribute("lang") == "fr-CA"


def test_a_portal_that_has_not_changed_is_left_alone(cloud: Cloud, package: Package) -> None:
    def put() -> set[object]:
        stage = cloud.target.stage("freight")
        kept = deploy_data(cloud.target, loader.load("freight"), stage)
        deploy_code(cloud.target, stage, package, kept["Packages"])
        events = cloud.target.cloudformation.describe_stack_events(StackName="guichet-freight-local")["StackEvents"]
        return {event["EventId"] for event in events}

    assert put() == put()


def test_what_watches_a_portal_stands_too(cloud: Cloud) -> None:
    stage = cloud.target.stage("freight").model_copy(update={"alarm_address": "operations@example.org"})
    deploy_edge(cloud.target, stage)
    alarms = cloud.target.session.client("cloudwatch", endpoint_url=cloud.target.endpoint).describe_alarms()
    declared = (INFRA / "edge.yaml").read_text().count("Type: AWS::CloudWatch::Alarm")
    assert len(alarms["MetricAlarms"]) == declared
