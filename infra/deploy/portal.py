"""The stacks of one stage: `guichet-<stage>-data`, then `guichet-<stage>` with the code, then `…-edge`."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from chalicelib.portal.model import Portal
from infra.build import Package
from infra.deploy.gateway_logs import let_the_gateway_log
from infra.deploy.history import before, deployments, note_deployment
from infra.deploy.identity import knows_identity_already
from infra.deploy.stacks import Outputs, Template, find_stack, outputs, put_stack
from infra.deploy.target import Target
from infra.project import INFRA
from infra.stages import Stage
from infra.trouble import Trouble

Json = dict[str, Any]


def deploy_portal(target: Target, portal: Portal, package: Package, stage: Stage) -> None:
    """Put all of a portal."""
    kept = deploy_data(target, portal, stage)
    let_the_gateway_log(target, kept["GatewayLogger"])
    deploy_code(target, stage, package, kept["Packages"])
    deploy_edge(target, stage)


def mail_domain(portal: Portal, stage: Stage) -> str:
    """Return the domain that the mails come from."""
    return (stage.sender or portal.sender).rpartition("@")[2]


def deploy_data(target: Target, portal: Portal, stage: Stage) -> Outputs:
    """Put what the portal keeps. A failure takes nothing back: a table that is protected could not be."""
    template = Template((INFRA / "data.yaml").read_text(), halts=True)
    domain = mail_domain(portal, stage)
    parameters = {
        "Stage": stage.name,
        "Domain": domain,
        "IdentityIs": "existing" if knows_identity_already(target, f"{stage.prefix}-data", domain) else "new",
        "Origin": stage.origin,
        "Scanner": target.scanner,
    }
    return put_stack(target, f"{stage.prefix}-data", template, parameters)


def deploy_code(target: Target, stage: Stage, package: Package, bucket: str) -> Outputs:
    """Put the functions and the API. `bucket` keeps what was deployed; its names tell the content."""
    key = _upload(target, bucket, package.zip.read_bytes(), ".zip")
    text = json.dumps(_with_code(json.loads(package.templates[stage.portal].read_text()), bucket, key))
    template_key = _upload(target, bucket, text.encode(), ".json")
    template = Template(text, f"{target.s3.meta.endpoint_url}/{bucket}/{template_key}")
    made = put_stack(target, stage.prefix, template, code_parameters(target, stage))
    note_deployment(target, bucket, template_key, datetime.now(UTC))
    return made


def roll_back(target: Target, stage: Stage, now: datetime) -> str:
    """Put the package back that was deployed before; return its template's key. Raise Trouble where there is none."""
    data = find_stack(target, f"{stage.prefix}-data")
    bucket = outputs(data).get("Packages") if data else None
    key = before(deployments(target, bucket)) if bucket else None
    if bucket is None or key is None:
        raise Trouble(f"{stage.name} has no package before the one that runs.")
    text = target.s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    asked = json.loads(text)["Parameters"].keys()
    parameters = {name: value for name, value in code_parameters(target, stage).items() if name in asked}
    put_stack(target, stage.prefix, Template(text, f"{target.s3.meta.endpoint_url}/{bucket}/{key}"), parameters)
    note_deployment(target, bucket, key, now)
    return key


def code_parameters(target: Target, stage: Stage) -> dict[str, str]:
    """Return the parameters of infra/package.yaml."""
    return {
        "Stage": stage.name,
        "Origin": stage.origin,
        "HasDomain": "yes" if stage.certificate else "no",
        "Sender": stage.sender,
        "Cloud": target.cloud,
        "UploadsEndpoint": target.uploads_endpoint,
        "Scanner": target.scanner,
        "RequestRate": str(stage.requests_a_second),
        "RequestBurst": str(stage.requests_at_once),
        "AssetRate": str(stage.assets_a_second),
        "AssetCache": "yes" if stage.asset_cache else "no",
        "Payments": target.payments(stage),
        "PaymentsApi": target.payments_api,
    }


def deploy_edge(target: Target, stage: Stage) -> Outputs:
    """Put what watches and guards the portal."""
    template = Template((INFRA / "edge.yaml").read_text())
    parameters = {
        "Stage": stage.name,
        "Cloud": target.cloud,
        "AlarmAddress": stage.alarm_address,
        "DomainName": urlsplit(stage.origin).netloc if stage.certificate else "",
        "CertificateArn": stage.certificate,
        "RequestsPerAddress": str(stage.requests_per_address),
    }
    return put_stack(target, f"{stage.prefix}-edge", template, parameters)


def _with_code(template: Json, bucket: str, key: str) -> Json:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
    return template


def _upload(target: Target, bucket: str, content: bytes, suffix: str) -> str:
    key = hashlib.sha256(content).hexdigest() + suffix
    if not _is_there(target, bucket, key):
        target.s3.put_object(Bucket=bucket, Key=key, Body=content)
    return key


def _is_there(target: Target, bucket: str, key: str) -> bool:
    try:
        target.s3.head_object(Bucket=bucket, Key=key)
    except ClientError:
        return False
    return True
