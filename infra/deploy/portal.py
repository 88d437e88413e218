"""The stacks of one portal: `guichet-<key>-data`, then `guichet-<key>` with its code, then `guichet-<key>-edge`."""

import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from chalicelib.portal.model import Portal
from infra.build import Package
from infra.deploy.stacks import Outputs, Template, put_stack
from infra.deploy.target import Target
from infra.project import INFRA
from infra.stages import PortalStage

Json = dict[str, Any]


def deploy_portal(target: Target, portal: Portal, package: Package, place: PortalStage) -> None:
    """Put all of a portal."""
    kept = deploy_data(target, portal)
    deploy_code(target, portal.key, package, kept["Packages"])
    deploy_edge(target, portal.key, place)


def mail_domain(portal: Portal) -> str:
    """Return the domain that the portal's mails come from."""
    return portal.sender.rpartition("@")[2]


def deploy_data(target: Target, portal: Portal) -> Outputs:
    """Put what the portal keeps."""
    template = Template((INFRA / "data.yaml").read_text())
    parameters = {
        "Portal": portal.key,
        "Domain": mail_domain(portal),
        "Origin": target.origin(portal.key),
        "Scanner": target.scanner,
    }
    return put_stack(target, f"guichet-{portal.key}-data", template, parameters)


def deploy_code(target: Target, portal: str, package: Package, bucket: str) -> Outputs:
    """Put the functions and the API. `bucket` keeps what was deployed; its names tell the content."""
    key = _upload(target, bucket, package.zip.read_bytes(), ".zip")
    text = json.dumps(_with_code(json.loads(package.templates[portal].read_text()), bucket, key))
    template_key = _upload(target, bucket, text.encode(), ".json")
    template = Template(text, f"{target.s3.meta.endpoint_url}/{bucket}/{template_key}")
    parameters = {
        "Portal": portal,
        "Origin": target.origin(portal),
        "Environment": target.environment,
        "UploadsEndpoint": target.uploads_endpoint,
        "Scanner": target.scanner,
        "Payments": target.payments(portal),
        "PaymentsApi": target.payments_api,
    }
    return put_stack(target, f"guichet-{portal}", template, parameters)


def deploy_edge(target: Target, portal: str, place: PortalStage) -> Outputs:
    """Put what watches and guards the portal."""
    template = Template((INFRA / "edge.yaml").read_text())
    parameters = {
        "Portal": portal,
        "Environment": target.environment,
        "AlarmAddress": place.alarm_address,
        "DomainName": urlsplit(place.origin).netloc if place.certificate else "",
        "CertificateArn": place.certificate,
        "RequestsPerAddress": str(place.requests_per_address),
    }
    return put_stack(target, f"guichet-{portal}-edge", template, parameters)


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
