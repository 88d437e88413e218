"""The environment, read once; what is missing or wrong is named."""

import pytest
from pydantic import ValidationError

from chalicelib.services import Services
from chalicelib.settings import Settings, read_settings

ENVIRONMENT = {
    "PORTAL": "freight",
    "TABLE": "guichet-freight",
    "ORIGIN": "https://counter.example.org",
    "SECRET": "guichet-freight-key",
    "FACTORS_SECRET": "guichet-freight-factors",
    "CONFIGURATION_SET": "guichet-freight",
    "UPLOADS": "guichet-freight-uploads",
    "UPLOADS_ENDPOINT": "https://s3.example.test",
    "SCANNER": "guardduty",
    "PATH": "/usr/bin",
}


def test_settings_are_read_from_the_environment_and_the_rest_of_it_is_left() -> None:
    assert read_settings(ENVIRONMENT) == Settings(
        portal="freight",
        table="guichet-freight",
        origin="https://counter.example.org",
        secret="guichet-freight-key",
        factors_secret="guichet-freight-factors",
        configuration_set="guichet-freight",
        uploads="guichet-freight-uploads",
        uploads_endpoint="https://s3.example.test",
        scanner="guardduty",
        cloud="aws",
    )


@pytest.mark.parametrize("name", [name for name in ENVIRONMENT if name != "PATH"])
def test_a_variable_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(ValidationError, match=name.lower()):
        read_settings({key: value for key, value in ENVIRONMENT.items() if key != name})


@pytest.mark.parametrize(
    "origin", ["https://counter.example.org", "http://freight.localhost:8000", "https://abc.example.org/api"]
)
def test_an_origin_is_a_scheme_a_host_and_perhaps_a_stage(origin: str) -> None:
    assert read_settings({**ENVIRONMENT, "ORIGIN": origin}).origin == origin


@pytest.mark.req("SEC35")
@pytest.mark.parametrize(
    "origin", ["", "counter.example.org", "ftp://counter.example.org", "https://", "https://a/", "*"]
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValidationError, match="origin"):
        read_settings({**ENVIRONMENT, "ORIGIN": origin})


@pytest.mark.parametrize("cloud", ["aws", "local"])
def test_it_is_known_where_the_counter_runs(cloud: str) -> None:
    assert read_settings({**ENVIRONMENT, "CLOUD": cloud}).cloud == cloud


def test_any_other_cloud_is_refused() -> None:
    with pytest.raises(ValidationError, match="cloud"):
        read_settings({**ENVIRONMENT, "CLOUD": "elsewhere"})


@pytest.mark.req("SEC49")
@pytest.mark.parametrize("scanner", ["none", "", "local"])
def test_production_does_not_start_without_a_scanner(scanner: str) -> None:
    with pytest.raises(ValidationError, match=r"scanner|SCANNER"):
        read_settings({**ENVIRONMENT, "SCANNER": scanner})


@pytest.mark.req("SEC49")
def test_the_local_scanner_is_for_the_local_cloud() -> None:
    assert read_settings({**ENVIRONMENT, "SCANNER": "local", "CLOUD": "local"}).scanner == "local"


@pytest.mark.req("SEC50")
def test_files_have_an_origin_of_their_own() -> None:
    assert read_settings(ENVIRONMENT).uploads_origin == "https://guichet-freight-uploads.s3.example.test"


@pytest.mark.req("M2")
@pytest.mark.parametrize("demo", [{"PAYMENTS": "demo"}, {"PAYMENTS": "stripe", "PAYMENTS_API": "http://localhost:1"}])
def test_production_does_not_start_with_money_that_is_not_real(demo: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="not real"):
        read_settings({**ENVIRONMENT, **demo})


@pytest.mark.req("M2")
def test_the_demonstrations_money_is_for_the_local_cloud() -> None:
    found = read_settings({**ENVIRONMENT, "PAYMENTS": "demo", "PAYMENTS_API": "http://localhost:1", "CLOUD": "local"})
    assert found.payments == "demo"


@pytest.mark.parametrize(
    ("sender", "expected"),
    [("", "services-en-ligne@transboreal.example"), ("staging@transboreal.example", "staging@transboreal.example")],
)
def test_an_environment_may_have_a_sender_of_its_own(sender: str, expected: str) -> None:
    services = Services()
    services.settings = read_settings({**ENVIRONMENT, "SENDER": sender})
    assert services.portal.sender == expected
