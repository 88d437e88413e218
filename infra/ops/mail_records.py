"""What the doctor says of mail: the domain's records, as lines for its zone, and what the account may send."""

from collections.abc import Iterator
from typing import Any

from infra.deploy.target import Target
from infra.ops.finding import Finding

SES = "amazonses.com"


def mail_findings(target: Target, domain: str, reports_to: str) -> Iterator[Finding]:
    """Yield what SES says of the domain and of the account. What it can't see of DMARC is for people to see to."""
    client = target.client("sesv2")
    identity = client.get_email_identity(EmailIdentity=domain)
    signs = identity.get("DkimAttributes", {})
    status = signs.get("Status", "NOT_STARTED")
    verified = bool(identity["VerifiedForSendingStatus"])
    yield Finding(verified, f"{domain} may send mail; DKIM {status}", dkim_records(domain, signs))
    sends_from = identity.get("MailFromAttributes", {}).get("MailFromDomain", "")
    if sends_from:
        spf = identity["MailFromAttributes"].get("MailFromDomainStatus", "PENDING")
        records = spf_records(sends_from, target.session.region_name)
        yield Finding(spf == "SUCCESS", f"SPF by {sends_from}: {spf}", records)
    yield Finding(good=True, what="DMARC (SES can’t see it)", records=(dmarc_record(domain, reports_to),))
    yield from _account(client.get_account())


def _account(account: dict[str, Any]) -> Iterator[Finding]:
    """In the sandbox, SES mails to verified addresses only, and asks for permission on the recipient's identity too."""
    production = bool(account.get("ProductionAccessEnabled"))
    said = "may write to anyone" if production else "is in SES’s sandbox: ask AWS for production access"
    yield Finding(production, f"the account {said}")
    health = account.get("EnforcementStatus", "HEALTHY")
    yield Finding(health == "HEALTHY", f"sending is {health}")


def dkim_records(domain: str, signs: dict[str, Any]) -> tuple[str, ...]:
    zone = signs.get("SigningHostedZone", f"dkim.{SES}")
    return tuple(f"{token}._domainkey.{domain}. CNAME {token}.{zone}." for token in signs.get("Tokens", []))


def spf_records(sends_from: str, region: str) -> tuple[str, ...]:
    return (
        f"{sends_from}. MX 10 feedback-smtp.{region}.{SES}.",
        f'{sends_from}. TXT "v=spf1 include:{SES} -all"',
    )


def dmarc_record(domain: str, reports_to: str) -> str:
    reports = f"; rua=mailto:{reports_to}" if reports_to else ""
    return f'_dmarc.{domain}. TXT "v=DMARC1; p=quarantine{reports}"'
