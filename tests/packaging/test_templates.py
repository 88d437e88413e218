"""What CloudFormation is given: data that survives, functions that fail loudly, answers that are never bare."""

import json
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.settings import Settings
from chalicelib.web.headers import HEADERS
from infra.build import Package
from infra.local.mail_events import EVENTS
from infra.project import INFRA
from infra.stages import read_stages

Json = dict[str, Any]
FUNCTIONS = {
    "APIHandler": "api_handler",
    "Deliver": "deliver",
    "Sweep": "sweep",
    "Mailed": "mailed",
    "Expire": "expire",
    "Remind": "remind",
    "Scanned": "scanned",
    "Dropped": "dropped",
    "Paid": "paid",
    "Reconcile": "reconcile",
}
JOBS = ("Sweep", "Mailed", "Expire", "Remind", "Scanned", "Dropped", "Reconcile")


def _load(name: str) -> Json:
    template: Json = YAMLTemplateSerializer().load_template((INFRA / name).read_text(), name)
    return template


DATA = _load("data.yaml")["Resources"]
EDGE = _load("edge.yaml")["Resources"]
BUCKETS = [name for name, resource in DATA.items() if resource["Type"] == "AWS::S3::Bucket"]


def _all(resources: Json, kind: str) -> dict[str, Json]:
    return {name: found["Properties"] for name, found in resources.items() if found["Type"] == kind}


@pytest.fixture(params=sorted(read_stages().portals))
def resources(package: Package, request: pytest.FixtureRequest) -> Json:
    """What a portal's template holds."""
    found: Json = json.loads(package.templates[request.param].read_text())["Resources"]
    return found


# --- what a portal keeps (SECURITY SEC61) ---


@pytest.mark.req("SEC61")
@pytest.mark.parametrize("name", sorted(DATA))
def test_nothing_that_is_kept_goes_with_its_stack(name: str) -> None:
    assert DATA[name]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert DATA[name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.req("SEC61")
def test_the_table_can_be_restored_and_not_be_dropped() -> None:
    table = DATA["Table"]["Properties"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] is True
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}


def test_the_indexes_hold_keys_only() -> None:
    projections = {
        index["IndexName"]: index["Projection"] for index in DATA["Table"]["Properties"]["GlobalSecondaryIndexes"]
    }
    assert projections == {"due": {"ProjectionType": "KEYS_ONLY"}, "queue": {"ProjectionType": "KEYS_ONLY"}}


@pytest.mark.req("SEC61")
@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_closed_encrypted_and_versioned(name: str) -> None:
    bucket = DATA[name]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["LifecycleConfiguration"]["Rules"]


@pytest.mark.req("SEC61")
@pytest.mark.parametrize("name", [*BUCKETS, "Failures"])
def test_nobody_gets_in_without_tls(name: str) -> None:
    statement = DATA[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"][0]
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.req("SEC59")
@pytest.mark.parametrize("key", ["Key", "Factors"])
def test_the_portals_key_is_drawn_by_aws_and_has_256_bits(key: str) -> None:
    drawn = DATA[key]["Properties"]["GenerateSecretString"]
    printable = {chr(code) for code in range(33, 127)}
    assert printable - set(drawn["ExcludeCharacters"]) == set("0123456789abcdef")
    assert drawn["PasswordLength"] == 64


# --- its functions ---


@pytest.mark.req("SEC60")
def test_every_function_has_a_role_of_its_own(resources: Json) -> None:
    roles = {found["Role"]["Fn::GetAtt"][0] for found in _all(resources, "AWS::Serverless::Function").values()}
    assert len(roles) == len(FUNCTIONS)


def test_the_functions_are_those_of_stages_toml(resources: Json) -> None:
    functions = _all(resources, "AWS::Serverless::Function")
    assert {FUNCTIONS[name] for name in functions} == read_stages().functions.keys()


def test_the_api_gives_up_before_the_gateway_does(resources: Json) -> None:
    assert resources["APIHandler"]["Properties"]["Timeout"] < 29


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_memory_that_hashing_needs(resources: Json, name: str) -> None:
    assert resources[name]["Properties"]["MemorySize"] >= 1024


@pytest.mark.req("SEC57")
@pytest.mark.parametrize(
    "name", ["ApiHandler", "Deliver", "Sweep", "Mailed", "Expire", "Remind", "Scanned", "Dropped", "Paid", "Reconcile"]
)
def test_logs_are_kept_for_a_known_time(resources: Json, name: str) -> None:
    assert resources[f"{name}LogGroup"]["Properties"]["RetentionInDays"] == 90


@pytest.mark.req("REL24")
@pytest.mark.req("REL27")
@pytest.mark.parametrize("name", ["Deliver", "Paid"])
def test_the_stream_isolates_what_fails(resources: Json, name: str) -> None:
    source = resources[name]["Properties"]["Events"][f"{name}DynamodbEventSource"]["Properties"]
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BisectBatchOnFunctionError"] is True
    assert source["MaximumRetryAttempts"] == 5
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == _import("failures")


@pytest.mark.parametrize(("name", "prefix"), [("Deliver", "OUTBOX#"), ("Paid", "INVOICE_PAID#")])
def test_only_new_rows_of_its_own_wake_a_function(resources: Json, name: str, prefix: str) -> None:
    source = resources[name]["Properties"]["Events"][f"{name}DynamodbEventSource"]["Properties"]
    pattern = json.loads(source["FilterCriteria"]["Filters"][0]["Pattern"])
    assert pattern == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": prefix}]}}}}


@pytest.mark.req("REL27")
@pytest.mark.parametrize("name", JOBS)
def test_a_job_that_fails_leaves_a_dead_letter(resources: Json, name: str) -> None:
    job = resources[name]["Properties"]
    assert job["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]["Destination"] == _import("failures")
    assert job["Events"][f"{name}Event"]["Properties"]["DeadLetterConfig"] == {"Arn": _import("failures")}


@pytest.mark.req("SEC36")
def test_no_other_site_may_read_answers(resources: Json) -> None:
    assert "Access-Control-Allow-Origin" not in json.dumps(resources)


@pytest.mark.req("SEC59")
def test_no_environment_holds_a_secret(resources: Json) -> None:
    names = {
        name
        for found in _all(resources, "AWS::Serverless::Function").values()
        for name in found["Environment"]["Variables"]
    }
    assert names == {name.upper() for name in Settings.model_fields}


# --- the scanner (SECURITY SEC49) ---


@pytest.mark.req("SEC49")
def test_guardduty_scans_whatever_comes_in_and_tells_the_function_of_this_portal_alone(resources: Json) -> None:
    plan = DATA["UploadsScan"]["Properties"]["ProtectedResource"]["S3Bucket"]
    assert plan == {"BucketName": {"Ref": "Uploads"}, "ObjectPrefixes": ["incoming/"]}
    pattern = resources["Scanned"]["Properties"]["Events"]["ScannedEvent"]["Properties"]["Pattern"]
    assert pattern == {
        "source": ["aws.guardduty"],
        "detail-type": ["GuardDuty Malware Protection Object Scan Result"],
        "detail": {"s3ObjectDetails": {"bucketName": [_import("uploads-name")]}},
    }


@pytest.mark.req("T3")
def test_a_file_of_events_wakes_the_function_of_this_portal_alone(resources: Json) -> None:
    pattern = resources["Dropped"]["Properties"]["Events"]["DroppedEvent"]["Properties"]["Pattern"]
    assert pattern == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [_import("uploads-name")]}, "object": {"key": [{"prefix": "events/"}]}},
    }


@pytest.mark.req("REL13")
def test_ses_tells_what_becomes_of_mails_to_the_function_of_this_portal_alone(resources: Json) -> None:
    said = DATA["MailEvents"]["Properties"]["EventDestination"]
    assert (said["Enabled"], "EventBridgeDestination" in said) == (True, True)
    assert set(said["MatchingEventTypes"]) == {"DELIVERY", "DELIVERY_DELAY", "BOUNCE", "COMPLAINT"}
    pattern = resources["Mailed"]["Properties"]["Events"]["MailedEvent"]["Properties"]["Pattern"]
    assert (pattern["source"], set(pattern["detail-type"])) == (["aws.ses"], {name for name, _, _ in EVENTS.values()})
    assert pattern["detail"]["mail"]["tags"] == {"ses:configuration-set": [{"Fn::Sub": "guichet-${Stage}"}]}


@pytest.mark.req("SEC49")
def test_production_cannot_be_deployed_with_the_local_scanner(package: Package) -> None:
    rule = json.loads(package.templates["freight"].read_text())["Rules"]["MalwareIsLookedFor"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "Cloud"}, "aws"]}
    assert rule["Assertions"][0]["Assert"] == {"Fn::Equals": [{"Ref": "Scanner"}, "guardduty"]}


@pytest.mark.req("M2")
def test_production_cannot_be_deployed_with_money_that_is_not_real(package: Package) -> None:
    rule = json.loads(package.templates["freight"].read_text())["Rules"]["MoneyIsReal"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "Cloud"}, "aws"]}
    assert {"Fn::Not": [{"Fn::Equals": [{"Ref": "Payments"}, "demo"]}]} in rule["Assertions"][0]["Assert"]["Fn::And"]


@pytest.mark.req("SEC48")
def test_what_came_expires_and_what_is_kept_does_not() -> None:
    rules = DATA["Uploads"]["Properties"]["LifecycleConfiguration"]["Rules"]
    found = {rule["Prefix"] for rule in rules if any("Expiration" in name for name in rule)}
    assert found == {"incoming/", "events/", "reports/"}  # a proof of delivery and a document that was kept stay


@pytest.mark.req("SEC36", "SEC47")
def test_only_the_portals_own_pages_may_send_files_to_the_bucket_by_script() -> None:
    (rule,) = DATA["Uploads"]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert (rule["AllowedMethods"], rule["AllowedOrigins"]) == (["POST"], [{"Ref": "Origin"}])


# --- what the gateway lets through, and what it keeps ---


def test_the_gateway_has_limits_of_its_own_for_assets_and_keeps_nothing_else(resources: Json) -> None:
    pages, files = resources["RestAPI"]["Properties"]["MethodSettings"]
    assert (pages["ThrottlingRateLimit"], pages["CachingEnabled"]) == ({"Ref": "RequestRate"}, False)
    assert (files["ResourcePath"], files["ThrottlingRateLimit"]) == ("/~1assets~1{name}", {"Ref": "AssetRate"})
    assert files["CachingEnabled"] == {"Fn::If": ["KeepsAssets", True, False]}


def test_each_asset_is_kept_under_its_own_name(resources: Json) -> None:
    asset = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]["/assets/{name}"]["get"]
    assert asset["x-amazon-apigateway-integration"]["cacheKeyParameters"] == ["method.request.path.name"]
    assert asset["x-amazon-apigateway-integration"]["type"] == "aws_proxy"
    assert [(each["name"], each["in"]) for each in asset["parameters"]] == [("name", "path")]


# --- what the gateway says by itself (SECURITY SEC33) ---


def _gateway(resources: Json) -> Json:
    found: Json = resources["RestAPI"]["Properties"]["GatewayResponses"]
    return found


@pytest.mark.req("SEC33")
def test_the_gateways_own_answers_carry_the_headers_of_ours(resources: Json) -> None:
    for answer in _gateway(resources).values():
        headers = answer["ResponseParameters"]["Headers"]
        assert {name: f"'{value}'" for name, value in HEADERS.items()}.items() <= headers.items()


@pytest.mark.req("SEC58")
def test_the_gateways_own_answers_say_which_request_it_was(resources: Json) -> None:
    for answer in _gateway(resources).values():
        templates = answer["ResponseTemplates"]
        assert answer["ResponseParameters"]["Headers"]["X-Request-Id"] == "context.requestId"
        assert "soutien technique\u00a0: $context.requestId" in templates["text/html"]
        assert json.loads(templates["application/json"])["request_id"] == "$context.requestId"


def test_every_error_of_the_gateway_has_an_answer_and_an_unknown_path_is_not_found(resources: Json) -> None:
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= _gateway(resources).keys()
    assert _gateway(resources)["MISSING_AUTHENTICATION_TOKEN"]["StatusCode"] == 404


@pytest.mark.req("X1")
def test_the_gateway_speaks_both_languages_to_people_and_programs(resources: Json) -> None:
    for answer in _gateway(resources).values():
        page, problem = (
            answer["ResponseTemplates"]["text/html"],
            json.loads(answer["ResponseTemplates"]["application/json"]),
        )
        assert 'lang="fr-CA"' in page
        assert 'lang="en-CA"' in page
        assert " / " in problem["title"]


# --- what watches it ---


@pytest.mark.parametrize("name", sorted(_all(EDGE, "AWS::CloudWatch::Alarm")))
def test_an_alarm_rings(name: str) -> None:
    assert EDGE[name]["Properties"]["AlarmActions"] == [{"Ref": "Alarms"}]


@pytest.mark.parametrize("job", ["sweep", "expire", "remind", "reconcile"])
def test_a_job_that_does_not_run_is_noticed(job: str) -> None:
    alarm = EDGE[f"{job.title()}DidNotRun"]["Properties"]
    assert alarm["Dimensions"][0]["Value"] == {"Fn::Sub": f"guichet-${{Stage}}-{job}"}
    assert alarm["TreatMissingData"] == "breaching"


@pytest.mark.parametrize("job", ["sweep", "expire", "remind", "reconcile"])
def test_work_that_a_job_leaves_undone_is_noticed(job: str) -> None:
    """By what `due.work_through` logs: the job's own log is read."""
    read, alarm = (EDGE[f"{job.title()}{what}"]["Properties"] for what in ("Undone", "Backlog"))
    assert read["LogGroupName"] == {"Fn::Sub": f"/aws/lambda/guichet-${{Stage}}-{job}"}
    (metric,) = read["MetricTransformations"]
    assert (read["FilterPattern"], metric["MetricValue"]) == ("{ $.undone = * }", "$.undone")
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])


@pytest.mark.req("REL13")
@pytest.mark.parametrize(("name", "metric", "most"), [("Bounces", "Bounce", 0.05), ("Complaints", "Complaint", 0.001)])
def test_a_rate_at_which_aws_stops_sending_is_noticed(name: str, metric: str, most: float) -> None:
    alarm, threshold = EDGE[name]["Properties"], f"Most{name}"
    assert (alarm["MetricName"], alarm["Threshold"]) == (f"Reputation.{metric}Rate", {"Ref": threshold})
    assert alarm["Dimensions"] == [{"Name": "ses:configuration-set", "Value": {"Fn::Sub": "guichet-${Stage}"}}]
    assert _load("edge.yaml")["Parameters"][threshold]["Default"] == most


def test_the_dashboard_is_json() -> None:
    assert json.loads(EDGE["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])["widgets"]


def _import(export: str) -> Json:
    return {"Fn::ImportValue": {"Fn::Sub": f"guichet-${{Stage}}-{export}"}}
