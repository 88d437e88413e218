"""The staff of the demonstration: invited by the operator, they come in by the mailed link, as anyone does."""

import json
import time
from pathlib import Path
from typing import NamedTuple

from pyotp import TOTP

from chalicelib.portal.model import Portal
from chalicelib.portal.text import Language
from chalicelib.staff.model import StaffRole
from infra.local.client import Client
from infra.local.cloud import Cloud
from infra.local.codes import Worker
from infra.local.inbox import expect, mails_to, next_mail, token_in
from infra.ops.staff import invite_staff
from infra.trouble import Trouble

PASSWORD = "Granit-Heron-Lanterne-47!"  # noqa: S105 -- everyone may know it: the staff are invented


class Hired(NamedTuple):
    """`language` is the one that this person reads."""

    name: str
    role: StaffRole
    language: Language

    @property
    def email(self) -> str:
        return f"{self.name}@staff.example"


STAFF = (
    Hired("adele.roy", StaffRole.ADMINISTRATOR, "fr"),
    Hired("remi.gagnon", StaffRole.REVIEWER, "fr"),
    Hired("rita.olsen", StaffRole.REGISTRAR, "en"),
    Hired("felix.tran", StaffRole.FINANCE, "fr"),  # two of them: money wants four eyes
    Hired("nora.lee", StaffRole.FINANCE, "en"),
)


def put_staff_in(cloud: Cloud, file: Path) -> None:
    """Put in who is not there yet, and let the front show their codes.

    `file` remembers the secret of each one's app: portal -> address -> secret.
    """
    known: dict[str, dict[str, str]] = json.loads(file.read_text()) if file.exists() else {}
    for key, portal in cloud.front.portals.items():
        here = known.setdefault(key, {})
        for hired in (hired for hired in STAFF if hired.role is not StaffRole.FINANCE or portal.policies.billing.on):
            try:
                _put_in(cloud, portal, hired, here)
            except Trouble as trouble:  # a portal works without them
                print(trouble)
        workers = [
            Worker(hired.email, hired.role, PASSWORD, here[hired.email]) for hired in STAFF if hired.email in here
        ]
        cloud.front.codes.tell(key, workers)
    file.write_text(json.dumps(known, indent=2))


def _put_in(cloud: Cloud, portal: Portal, hired: Hired, known: dict[str, str]) -> None:
    client = Client(cloud.front.port, portal.key)
    sign_in = {"email": hired.email, "password": PASSWORD}
    if hired.email in known and client.post("/fr/staff/sign-in", sign_in).status == 200:
        return
    seen = len(mails_to(client, hired.email))
    invite_staff(cloud.services(portal.key), hired.email, hired.language, [hired.role])
    token = token_in(next_mail(client, hired.email, seen))
    answer = expect(200, client.post("/fr/staff/invitation", {"token": token, "password": PASSWORD}))
    setup = answer.json()
    code = TOTP(setup["secret"]).at(int(time.time()))
    proof = {"token": token, "setup": setup["setup"], "code": code}
    expect(200, client.post("/fr/staff/invitation/factor", proof))
    known[hired.email] = setup["secret"]
