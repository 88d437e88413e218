"""What a stage leaves out that nobody would notice before it is needed: asked about before anything is deployed."""

import re
from urllib.parse import urlsplit

from chalicelib.portal.model import Portal
from infra.stages import Stage

NOBODYS = re.compile(r"(?:^|\.)(?:example|invalid|test|localhost)(?:\.(?:com|net|org))?$")  # by RFC 2606


def doubts(portal: Portal, stage: Stage) -> list[str]:
    """Return what is missing, in sentences."""
    sender = stage.sender or portal.sender
    host = urlsplit(stage.origin).hostname or ""
    found = {
        f"Links lead to {stage.origin}, a domain that is nobody’s: set `origin`.": bool(NOBODYS.search(host)),
        f"Mails come from {sender}, a domain that is nobody’s: set `sender`.": bool(NOBODYS.search(sender)),
        "Alarms mail nobody: set `alarm_address`.": not stage.alarm_address,
        f"{host} has no certificate, so it is not mapped to the portal: set `certificate`.": not stage.certificate,
        "No firewall limits what one network address may send: set `requests_per_address`.": (
            not stage.requests_per_address
        ),
    }
    return [sentence for sentence, holds in found.items() if holds]
