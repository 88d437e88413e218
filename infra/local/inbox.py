"""The mails that invented people are sent, as they read them: at the front's `/dev/mail`."""

import re
import time

import urllib3

from infra.local.client import Client
from infra.trouble import Trouble

MAIL_COMES_IN = 30  # seconds at most


def mails_to(client: Client, email: str) -> list[str]:
    """Return the texts of someone's mails, the newest first."""
    return [mail["text"] for mail in client.get(f"/dev/mail?to={email}").json()]


def next_mail(client: Client, email: str, seen: int) -> str:
    """Wait for another mail than the `seen` ones, and return its text."""
    deadline = time.monotonic() + MAIL_COMES_IN
    while time.monotonic() < deadline:
        if len(mails := mails_to(client, email)) > seen:
            return mails[0]
        time.sleep(0.1)
    raise Trouble(f"No mail came to {email} ({client.origin}): see .local/ministack.log")


def token_in(text: str) -> str:
    """Return what a mailed link carries."""
    link = re.search(r"\?token=(\S+)", text)
    return link[1] if link else ""


def expect(status: int, answer: urllib3.BaseHTTPResponse) -> urllib3.BaseHTTPResponse:
    """Return the answer; raise Trouble for any other than the expected."""
    if answer.status != status:
        raise Trouble(f"{answer.url}: {answer.status} instead of {status}: {answer.data.decode()}")
    return answer
