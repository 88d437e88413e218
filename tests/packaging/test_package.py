"""The zip that Lambda is given: complete, compiled, small, the same wherever it is built."""

import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import botocore.session
import pytest

from chalicelib.portal.loader import keys
from chalicelib.portal.text import LANGUAGES
from chalicelib.web.engine import Engine
from chalicelib.web.template_compiler import source_loader
from infra.build import Package
from infra.packing.botocore_data import trim_model
from infra.packing.package import write_sorted
from infra.project import REGION, ROOT, RUNTIME
from infra.stages import read_stages
from tests.support.packed import CARRIER, EXAMPLE, FOLDER, package_for_tests

REGIONS = ["ca-central-1", "us-east-1", "eu-west-3"]

HEALTH = """
import json, sys
compiled = []
def watch(event, arguments):
    if event == "compile" and str(arguments[1]).startswith(sys.path[0]):
        compiled.append(str(arguments[1]))
sys.addaudithook(watch)
import app
request = {"httpMethod": "GET", "resource": "/health", "path": "/health", "headers": {}, "multiValueHeaders": {},
    "multiValueQueryStringParameters": None, "pathParameters": None, "stageVariables": None, "body": None,
    "isBase64Encoded": False, "requestContext": {"httpMethod": "GET", "resourcePath": "/health",
    "identity": {"sourceIp": "192.0.2.1"}}}
answer = app.app(request, None)
loaded = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
print(json.dumps({"answer": answer, "compiled": compiled, "loaded": loaded}))
"""


@pytest.fixture(scope="session")
def start(isolated: Callable[[str], str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(isolated(HEALTH).splitlines()[-1])
    return found


def test_the_package_alone_answers_health(start: dict[str, dict[str, object]]) -> None:
    assert start["answer"]["statusCode"] == 200


def test_no_module_is_compiled_at_start(start: dict[str, list[str]]) -> None:
    assert start["compiled"] == []


def test_nothing_of_the_workshop_is_loaded(start: dict[str, list[str]]) -> None:
    assert [file for file in start["loaded"] if "site-packages" in file] == []


CLIENTS = f"""
import json
from botocore.session import get_session
def told(service, region):
    meta = get_session().create_client(service, region_name=region).meta
    return [service, region, meta.endpoint_url, sorted(meta.service_model.operation_names)]
print(json.dumps([told(service, region) for service in {[*read_stages().operations()]} for region in {REGIONS}]))"""


def test_each_trimmed_client_has_its_calls_and_talks_to_the_same_address(isolated: Callable[[str], str]) -> None:
    calls, session = read_stages().operations(), botocore.session.get_session()
    found = json.loads(isolated(CLIENTS))
    assert {service for service, *_ in found} == calls.keys()
    for service, region, address, operations in found:
        assert operations == sorted(calls[service])
        assert address == session.create_client(service, region_name=region).meta.endpoint_url


FILES = """
import os
os.environ |= {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
from datetime import timedelta
from chalicelib.cloud.aws import client
from chalicelib.cloud.botocore_clients import signer
from chalicelib.cloud.files import Served
from chalicelib.cloud.s3 import S3Files
s3 = S3Files(client("s3"), signer("https://s3.example.test"), "guichet-test-uploads")
print(s3.form("incoming/a", 1, timedelta(minutes=5), None).url)
print(s3.link("kept/a", "v1", Served("a.pdf", "application/pdf"), timedelta(minutes=1)))
client("s3").meta.events.register("before-send", lambda request, **_: sys.exit(print(request.url)))
s3.find("incoming/a")"""


@pytest.mark.req("SEC47", "SEC50")
def test_the_package_alone_signs_forms_and_links_and_finds_its_bucket(isolated: Callable[[str], str]) -> None:
    form, link, head = map(urlsplit, isolated(FILES).split())
    assert (form.netloc, form.path) == ("guichet-test-uploads.s3.example.test", "/")
    assert (link.netloc, link.path) == ("guichet-test-uploads.s3.example.test", "/kept/a")
    assert (head.netloc, head.path) == (f"guichet-test-uploads.s3.{REGION}.amazonaws.com", "/incoming/a")


def test_a_trimmed_model_keeps_a_member_that_is_named_documentation() -> None:
    member = {"documentation": {"shape": "Text", "documentation": "what it is"}}
    model = {
        "operations": {"Put": {"input": {"shape": "Input"}}, "Get": {}},
        "shapes": {"Input": {"type": "structure", "members": member}, "Text": {"type": "string"}, "Other": {}},
    }
    trimmed = trim_model(model, {"Put"})
    assert trimmed["operations"].keys() == {"Put"}
    assert trimmed["shapes"].keys() == {"Input", "Text"}
    assert trimmed["shapes"]["Input"]["members"] == {"documentation": {"shape": "Text"}}


@pytest.mark.parametrize("library", ["pyotp", "segno", "webauthn"])
def test_what_staff_sign_in_with_is_imported_from_the_package_alone(
    isolated: Callable[[str], str], library: str
) -> None:
    """What is left out of these libraries is what they don't import."""
    assert isolated(f"import {library}\nprint({library}.__file__)").strip().endswith(f"{library}/__init__.pyc")


@pytest.mark.parametrize("library", ["cryptography", "pyotp", "segno", "stripe", "webauthn"])
def test_what_only_staff_need_is_not_loaded_at_start(start: dict[str, list[str]], library: str) -> None:
    assert [file for file in start["loaded"] if f"/{library}/" in file] == []


def test_every_job_is_imported_from_the_package_alone(isolated: Callable[[str], str]) -> None:
    jobs = sorted(path.stem for path in (ROOT / "scheduled").glob("[a-z]*.py"))
    assert (
        isolated(f"import app, scheduled\nfor job in {jobs}: __import__(f'scheduled.{{job}}')\nprint('all')") == "all\n"
    )


PAYING = """
import stripe
from chalicelib.cloud.stripe import Keys, StripePayments
from chalicelib.cloud.table import Unavailable
from datetime import datetime, timedelta, UTC
from chalicelib.cloud.payments import Untrusted, Wanted
now = datetime.now(UTC)
keys = Keys(key="sk_test_1", webhook=("w",), account="a")
payments = StripePayments(keys, "http://127.0.0.1:9", timedelta(minutes=5))
wanted = Wanted("p", "i", 1, "cad", "t", "fr", None, "https://a.test", "https://b.test", now)
calls = {
    "offer": lambda: payments.offer(wanted),
    "retrieve": lambda: payments.retrieve("cs_1"),
    "close": lambda: payments.close("cs_1"),
    "whose": lambda: payments.whose("pi_1"),
    "refund": lambda: payments.refund("r", "pi_1", 1),
    "read": lambda: payments.read(b"{}", "t=1,v1=00", now),
}
for name, call in calls.items():
    try:
        call()
    except (Unavailable, Untrusted) as trouble:
        print(name, type(trouble).__name__)
"""


@pytest.mark.req("M2")
def test_every_call_of_stripes_sdk_is_made_from_the_package_alone(isolated: Callable[[str], str]) -> None:
    """There is nobody who answers; what is left out of the SDK is what no call loads."""
    said = isolated(PAYING).splitlines()
    assert said == [
        *(f"{name} Unavailable" for name in ("offer", "retrieve", "close", "whose", "refund")),
        "read Untrusted",
    ]


def test_only_the_roots_that_sign_aws_are_trusted(unpacked: Path) -> None:
    assert (unpacked / "botocore" / "cacert.pem").read_text().count("BEGIN CERTIFICATE") == 5


def test_the_package_is_at_most_13_mib(package: Package) -> None:
    """Byte code of an older Python, which is not deployed, is a little larger."""
    most = 13 if sys.version_info[:2] >= RUNTIME else 13.2
    assert package.zip.stat().st_size <= most * 2**20


def test_of_what_others_wrote_byte_code_alone_is_packed(unpacked: Path) -> None:
    """But for the two modules of Chalice that it copies by itself."""
    sources = {path.relative_to(unpacked).parts[0] for path in unpacked.rglob("*.py")}
    assert sources == {"app.py", "chalice", "chalicelib", "scheduled"}


def test_every_module_lies_beside_its_byte_code(unpacked: Path) -> None:
    modules = [path for path in unpacked.rglob("*.py") if path.stat().st_size]
    tag = sys.implementation.cache_tag
    bare = [path for path in modules if not (path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc").exists()]
    assert bare == []


def test_every_template_is_compiled_ahead(unpacked: Path) -> None:
    sources = Engine(source_loader()).list_templates(extensions=("html", "txt"))
    compiled = unpacked / "templates_compiled"
    assert [len(list((compiled / language).glob("tmpl_*.pyc"))) for language in LANGUAGES] == [len(sources)] * 2
    assert not (unpacked / "templates").exists()


def test_the_components_that_the_macros_are_compared_with_stay_out(unpacked: Path) -> None:
    assert not (unpacked / "govuk_frontend_jinja").exists()


def test_the_package_speaks_french_and_knows_every_portal(unpacked: Path) -> None:
    assert (unpacked / "chalicelib" / "i18n" / "locale" / "fr.mo").exists()
    assert keys(unpacked / "chalicelib" / "portal" / "portals") == sorted(read_stages().portals)


@pytest.mark.parametrize(
    "unwanted",
    [
        "boto3",
        "pip",
        "setuptools",
        "tests",
        "infra",
        "moto",
        "cffi",
        "pydantic/v1",
        "aws_lambda_powertools/utilities/parser",
    ],
)
def test_what_no_function_needs_stays_out(unpacked: Path, unwanted: str) -> None:
    assert not (unpacked / unwanted).exists()


def test_no_secret_and_no_source_of_translations_is_packed(package: Package) -> None:
    names = zipfile.ZipFile(package.zip).namelist()
    assert [name for name in names if name.endswith((".po", ".pot", ".env", ".key")) or "dist-info" in name] == []


def test_the_same_sources_make_the_same_package(package: Package, tmp_path: Path) -> None:
    """What is built again is the package that tests deploy; what that has besides is left out of the comparison."""
    (FOLDER / "inputs").unlink(missing_ok=True)  # that of an earlier run shall not do
    more = tuple(f"chalicelib/portal/portals/{portal.name}/" for portal in (EXAMPLE, CARRIER))
    write_sorted(package_for_tests().zip, tmp_path / "again.zip", without=more)
    assert (tmp_path / "again.zip").read_bytes() == package.zip.read_bytes()
