"""`.chalice/` is what stages.toml says, and no policy allows more than it should (SECURITY SEC60)."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.portal.loader import keys
from infra.chalice_deploy.resolve import resolve
from infra.project import ROOT
from infra.stages import Function, Stages, environment_variables, files, policy, read_stages

STAGES = read_stages()
POLICIES = {name: policy(name, function, STAGES.actions) for name, function in STAGES.functions.items()}
STATEMENTS = [(name, statement) for name, found in POLICIES.items() for statement in found["Statement"]]
EXPORTS = (
    "table",
    "stream",
    "key",
    "factors",
    "identity",
    "configuration-set",
    "failures",
    "uploads",
    "receipts",
    "places",
    "payments",
)
FOLDERS = ("incoming", "kept", "events", "reports", "proofs")
KNOWN = {
    **{f"guichet-freight-staging-{export}": f"arn:freight:{export}" for export in EXPORTS},
    "Stage": "freight-staging",
    "AWS::Partition": "aws",
    "AWS::Region": "ca-central-1",
    "AWS::AccountId": "123456789012",
}


def test_the_committed_files_are_what_stages_toml_says() -> None:
    stale = [path for path, content in files(STAGES).items() if (ROOT / ".chalice" / path).read_text() != content]
    assert stale == [], "run: make stages"


def test_no_policy_is_left_over() -> None:
    written = {f"policies/{path.name}" for path in (ROOT / ".chalice" / "policies").iterdir()}
    assert written == {path for path in files(STAGES) if path.startswith("policies/")}


def test_every_portal_has_a_stage() -> None:
    assert sorted(STAGES.portals) == keys()


def test_no_action_is_a_wildcard() -> None:
    assert [(name, action) for name, found in STATEMENTS for action in found["Action"] if "*" in action] == []


def test_every_resource_is_the_portals_own() -> None:
    resources = {resolve(found["Resource"], KNOWN) for _, found in STATEMENTS}
    own = ("arn:freight:", "arn:aws:logs:ca-central-1:123456789012:log-group:/aws/lambda/guichet-freight-staging")
    assert [resource for resource in resources if not resource.startswith(own)] == []


def test_a_wildcard_stands_only_for_streams_whose_names_aws_gives_and_for_files() -> None:
    resources = {(name, resolve(found["Resource"], KNOWN)) for name, found in STATEMENTS}
    wide = {(name, resource) for name, resource in resources if "*" in resource}
    logs = {(name, f"arn:aws:logs:ca-central-1:123456789012:log-group:{_log_group(name)}:*") for name in POLICIES}
    files = {(name, resource) for name, resource in wide if resource.startswith("arn:freight:uploads/")}
    papers = {(name, "arn:freight:receipts/receipts/*") for name in ("api_handler", "paid", "reconcile")}
    papers.add(("api_handler", "arn:freight:receipts/certificates/*"))
    assert wide == logs | files | papers | {(name, "arn:freight:table/stream/*") for name in ("deliver", "paid")}
    assert {resource for _, resource in files} == {f"arn:freight:uploads/{place}/*" for place in FOLDERS}


def _log_group(function: str) -> str:
    return "/aws/lambda/guichet-freight-staging" + ("" if function == "api_handler" else f"-{function}")


@pytest.mark.parametrize("function", ["api_handler", "expire", "scanned", "paid", "reconcile"])
def test_only_those_who_deliver_mail_may_send_it(function: str) -> None:
    assert "ses:SendEmail" not in set(_actions(POLICIES[function]))


@pytest.mark.req("SEC47", "SEC49")
def test_files_come_in_by_one_way_and_what_is_kept_is_written_by_copying_only() -> None:
    allowed: dict[str, set[str]] = {}
    for name, found in STATEMENTS:
        place = resolve(found["Resource"], KNOWN).partition(":uploads/")[2]
        for action in found["Action"] if place else []:
            allowed.setdefault(f"{action} {place}", set()).add(name)
    assert allowed["s3:PutObject incoming/*"] == {"api_handler"}
    assert allowed["s3:PutObject kept/*"] == {"api_handler", "scanned", "expire"}
    assert allowed["s3:DeleteObjectVersion kept/*"] == {"expire"}


@pytest.mark.parametrize(
    "action", ["dynamodb:Scan", "dynamodb:DeleteTable", "s3:CreateBucket", "s3:DeleteBucket", "iam:PassRole"]
)
def test_nobody_may_do_what_no_function_does(action: str) -> None:
    assert action not in {action for found in POLICIES.values() for action in _actions(found)}


def test_a_transaction_is_allowed_by_what_it_consists_of() -> None:
    function = Function(memory=128, timeout=1, calls={"table": ["dynamodb:TransactWriteItems"]})
    found = policy("job", function, STAGES.actions)["Statement"][0]["Action"]
    assert found == ["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]


def _actions(found: dict[str, Any]) -> Iterator[str]:
    for statement in found["Statement"]:
        yield from statement["Action"]


def test_environments_of_a_portal_share_no_name_and_each_has_its_own_address() -> None:
    production, staging = (environment_variables(stage) for stage in STAGES.of("social-work"))
    shared = {name for name in production if production[name] == staging[name]}
    assert shared == {"PORTAL", "UPLOADS_ENDPOINT", "SCANNER", "PAYMENTS", "PAYMENTS_API", "CLOUD"}
    assert (production["TABLE"], staging["TABLE"]) == ("guichet-social-work-production", "guichet-social-work-staging")


@pytest.mark.parametrize("environment", ["Staging", "a-b", "continuous1", ""])
def test_an_environment_that_makes_no_good_name_is_refused(environment: str) -> None:
    place = {"origin": "https://freight.example.org"}
    with pytest.raises(ValidationError, match=r"portals\.freight"):
        Stages.model_validate({"portals": {"freight": {environment: place}}, "functions": {}, "actions": {}})
