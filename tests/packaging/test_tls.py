"""What CloudFormation is told about TLS, beside the policies of buckets and queue (test_templates.py)."""

from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from infra.project import INFRA


def _load(name: str) -> dict[str, Any]:
    template: dict[str, Any] = YAMLTemplateSerializer().load_template((INFRA / name).read_text(), name)
    return template["Resources"]  # type: ignore[no-any-return]


@pytest.mark.req("SEC61")
def test_a_domain_speaks_tls_1_2_at_least() -> None:
    assert _load("edge.yaml")["Domain"]["Properties"]["SecurityPolicy"] == "TLS_1_2"


@pytest.mark.req("SEC61")
def test_emails_are_handed_over_by_tls_or_not_at_all() -> None:
    assert _load("data.yaml")["ConfigurationSet"]["Properties"]["DeliveryOptions"] == {"TlsPolicy": "REQUIRE"}
