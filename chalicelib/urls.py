"""Every address of the portal, once, by name: routes, templates, redirects, emails and jobs use the names.

The first part of a name is the router that answers (chalicelib/wiring.py). A path that begins with `/{lang}` is a
page for people and JSON for programs; the others are for machines.
"""

from collections.abc import Mapping

WITH_LANGUAGE = "/{lang}"
PLAIN = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,%"
)  # what a part of a path holds as it is (RFC 3986)

PATHS: dict[str, str] = {
    "guidance.home": "/{lang}",
    "guidance.help": "/{lang}/help",
    "guidance.accessibility": "/{lang}/accessibility",
    "guidance.privacy": "/{lang}/privacy",
    "guidance.terms": "/{lang}/terms",
    "sign_in.page": "/{lang}/sign-in",
    "sign_in.sign_out": "/{lang}/sign-out",
    "sign_up.page": "/{lang}/sign-up",
    "sign_up.activate": "/{lang}/activate",
    "sign_up.activate_by_link": "/{lang}/activate/link",
    "sign_up.resend": "/{lang}/activate/resend",
    "recovery.forgotten_password": "/{lang}/password/forgotten",
    "recovery.reset_password": "/{lang}/password/reset",
    "recovery.forgotten_identifier": "/{lang}/identifier/forgotten",
    "account.page": "/{lang}/account",
    "account.password": "/{lang}/account/password",
    "account.sessions": "/{lang}/account/sessions",
    "account.stay": "/{lang}/account/sessions/stay",
    "account_emails.page": "/{lang}/account/mail",
    "account_emails.test": "/{lang}/account/mail/test",
    "sharing.who": "/{lang}/account/who",
    "sharing.people": "/{lang}/account/people",
    "sharing.remove": "/{lang}/account/people/remove",
    "services.list": "/{lang}/services",
    "services.page": "/{lang}/services/{service}",
    "services.begin": "/{lang}/services/{service}/begin",
    "applications.list": "/{lang}/applications",
    "applications.page": "/{lang}/applications/{number}",
    "applications.check": "/{lang}/applications/{number}/check",
    "applications.submitted": "/{lang}/applications/{number}/submitted",
    "applications.certificate": "/{lang}/applications/{number}/certificate",
    "applications.leave": "/{lang}/applications/{number}/leave",
    "applications.withdraw": "/{lang}/applications/{number}/leave/withdraw",
    "applications.answer": "/{lang}/applications/{number}/questions/{question}",
    "form.page": "/{lang}/applications/{number}/form/{page}",
    "form.answers": "/{lang}/applications/{number}/form/{page}/answers",
    "form.find_address": "/{lang}/applications/{number}/form/{page}/address/{question}",
    "documents.list": "/{lang}/applications/{number}/documents",
    "documents.upload": "/{lang}/applications/{number}/documents/{document}",
    "documents.remove": "/{lang}/applications/{number}/documents/{document}/remove",
    "documents.file": "/{lang}/applications/{number}/documents/{document}/file",
    "tracking.page": "/{lang}/track",
    "invoices.list": "/{lang}/invoices",
    "invoices.page": "/{lang}/invoices/{number}",
    "invoices.pay": "/{lang}/invoices/{number}/pay",
    "invoices.confirmation": "/{lang}/invoices/{number}/confirmation",
    "invoices.link": "/{lang}/invoices/{number}/link",
    "payment_link.page": "/{lang}/pay",
    "payment_link.confirmation": "/{lang}/pay/confirmation",
    "receipts.page": "/{lang}/receipts/{number}",
    "receipts.pdf": "/{lang}/receipts/{number}/pdf",
    "receipts.year_pdf": "/{lang}/receipts/years/{year}/pdf",
    "receipts.year_csv": "/{lang}/receipts/years/{year}/csv",
    "verification.page": "/{lang}/verify",
    "verification.genuine": "/{lang}/verify/{code}",
    "tracing.page": "/{lang}/tracing",
    "tracing.shipments": "/{lang}/tracing/{number}",
    "tracing.csv": "/{lang}/tracing/{number}/csv",
    "tracing.proof": "/{lang}/tracing/{number}/proof",
    "following.follow": "/{lang}/tracing/{number}/follow",
    "following.unfollow": "/{lang}/tracing/{number}/unfollow",
    "following.stop": "/{lang}/tracing/{number}/stop",
    "tracing_api.events": "/api/shipments/{number}/events",
    "tracing_api.stop": "/api/shipments/{number}/stop",
    "requests.form": "/{lang}/requests/{kind}",
    "requests.sent": "/{lang}/requests/{kind}/sent",
    "keep_account.page": "/{lang}/keep/account",
    "keep_draft.page": "/{lang}/keep/applications/{number}",
    "staff_sign_in.page": "/{lang}/staff/sign-in",
    "staff_sign_in.factor": "/{lang}/staff/sign-in/factor",
    "staff_sign_in.blocked": "/{lang}/staff/sign-in/blocked",
    "staff_sign_in.sign_out": "/{lang}/staff/sign-out",
    "invitation.page": "/{lang}/staff/invitation",
    "invitation.factor": "/{lang}/staff/invitation/factor",
    "staff_home.page": "/{lang}/staff",
    "factors.list": "/{lang}/staff/factors",
    "factors.new": "/{lang}/staff/factors/new",
    "factors.remove": "/{lang}/staff/factors/remove",
    "factors.recovery_codes": "/{lang}/staff/recovery-codes",
    "staff_sessions.list": "/{lang}/staff/sessions",
    "staff_sessions.stay": "/{lang}/staff/sessions/stay",
    "staff_password.page": "/{lang}/staff/password",
    "people.list": "/{lang}/staff/people",
    "people.page": "/{lang}/staff/people/{person}",
    "people.invite": "/{lang}/staff/people/{person}/invitation",
    "people.disable": "/{lang}/staff/people/{person}/disable",
    "queue.page": "/{lang}/staff/queue",
    "queue.find": "/{lang}/staff/queue/find",
    "mailboxes.page": "/{lang}/staff/mail",
    "locks.page": "/{lang}/staff/locks",
    "files.page": "/{lang}/staff/files/{number}",
    "files.take": "/{lang}/staff/files/{number}/take",
    "files.assignment": "/{lang}/staff/files/{number}/assignment",
    "files.note": "/{lang}/staff/files/{number}/note",
    "review.question": "/{lang}/staff/files/{number}/question",
    "review.hold": "/{lang}/staff/files/{number}/hold",
    "review.resume": "/{lang}/staff/files/{number}/resume",
    "decision.page": "/{lang}/staff/files/{number}/decision",
    "decision.withdraw": "/{lang}/staff/files/{number}/decision/withdraw",
    "document_review.page": "/{lang}/staff/files/{number}/documents/{document}",
    "document_review.file": "/{lang}/staff/files/{number}/documents/{document}/file",
    "third_parties.list": "/{lang}/staff/files/{number}/third-party",
    "third_parties.upload": "/{lang}/staff/files/{number}/third-party/{document}",
    "third_parties.remove": "/{lang}/staff/files/{number}/third-party/{document}/remove",
    "access_requests.list": "/{lang}/staff/requests",
    "access_requests.page": "/{lang}/staff/requests/{request}",
    "finance.list": "/{lang}/staff/invoices",
    "finance.find": "/{lang}/staff/invoices/find",
    "finance.alerts": "/{lang}/staff/invoices/alerts",
    "finance.new": "/{lang}/staff/invoices/new",
    "finance_invoice.page": "/{lang}/staff/invoices/{number}",
    "finance_invoice.close": "/{lang}/staff/invoices/{number}/close",
    "finance_invoice.credit": "/{lang}/staff/invoices/{number}/credit",
    "finance_invoice.judge": "/{lang}/staff/invoices/{number}/proposal/{proposal}",
    "finance_payments.record": "/{lang}/staff/invoices/{number}/payment",
    "finance_payments.judge": "/{lang}/staff/invoices/{number}/payment/{payment}",
    "finance_payments.refund": "/{lang}/staff/invoices/{number}/refund",
    "finance_payments.judge_refund": "/{lang}/staff/invoices/{number}/refund/{refund}",
    "journal.page": "/{lang}/staff/journal",
    "journal.csv": "/{lang}/staff/journal/csv",
}


def path_for(name: str, **parameters: str | int) -> str:
    """Return the path of an address after the language, such as `/applications/123456789`; raise KeyError."""
    return filled(PATHS[name], parameters) or "/"


def filled(path: str, parameters: Mapping[str, str | int]) -> str:
    """Return the path after the language with its parts filled in and quoted: a part may hold anything.

    Whether a request's parts are quoted already depends on the gateway, so "%" stays.
    """
    after = path.removeprefix(WITH_LANGUAGE)
    if "{" not in after:
        return after
    return after.format(**{name: _quoted(str(value)) for name, value in parameters.items()})


def _quoted(text: str) -> str:
    """Return a part as a path may hold it. The standard library's `quote` comes with modules that reach out."""
    if PLAIN.issuperset(text):
        return text
    return "".join(each if each in PLAIN else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))
