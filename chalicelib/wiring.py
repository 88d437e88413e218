"""Wiring: the one place where a capability registers what it brings to the application.

Routers are named by their module, and hooks are imported in functions: a cold start imports what it needs. Scheduled
jobs and streams are declared in app.py, since Chalice wants a function for each; permissions in staff/permissions.py.
"""

# ruff: noqa: PLC0415 -- see above

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.accounts.actions.removal import RemovalHooks
    from chalicelib.accounts.actions.retention import KeepsAccount
    from chalicelib.billing.actions.invoice_paid import Subscriber
    from chalicelib.portal.model import Portal
    from chalicelib.services import Services
    from chalicelib.web.raw_request import RawRequest

# --- routers: the first part of an address's name (chalicelib/urls.py) -> the module whose `router` answers it ---
ROUTERS = {
    "guidance": "chalicelib.guidance.routes",
    "sign_in": "chalicelib.accounts.routes.sign_in",
    "sign_up": "chalicelib.accounts.routes.sign_up",
    "recovery": "chalicelib.accounts.routes.recover",
    "account": "chalicelib.accounts.routes.account",
    "account_emails": "chalicelib.accounts.routes.mail",
    "sharing": "chalicelib.accounts.routes.share",
    "services": "chalicelib.applications.routes.services",
    "applications": "chalicelib.applications.routes.files",
    "form": "chalicelib.applications.routes.form",
    "documents": "chalicelib.applications.routes.documents",
    "tracking": "chalicelib.applications.routes.track",
    "invoices": "chalicelib.billing.routes.invoices",
    "payment_link": "chalicelib.billing.routes.pay_by_link",
    "receipts": "chalicelib.billing.routes.receipts",
    "verification": "chalicelib.billing.routes.verification",
    "tracing": "chalicelib.tracing.routes.trace",
    "following": "chalicelib.tracing.routes.follow",
    "tracing_api": "chalicelib.tracing.routes.api",
    "requests": "chalicelib.requests.routes.ask",
    "keep_account": "chalicelib.accounts.routes.keep",
    "keep_draft": "chalicelib.applications.routes.keep",
    "staff_sign_in": "chalicelib.staff.routes.sign_in",
    "invitation": "chalicelib.staff.routes.invitation",
    "staff_home": "chalicelib.staff.routes.home",
    "factors": "chalicelib.staff.routes.factors",
    "staff_sessions": "chalicelib.staff.routes.sessions",
    "staff_password": "chalicelib.staff.routes.password",
    "people": "chalicelib.staff.routes.people",
    "queue": "chalicelib.applications.backoffice.routes.queue",
    "mailboxes": "chalicelib.staff.routes.mail",
    "locks": "chalicelib.staff.routes.locks",
    "files": "chalicelib.applications.backoffice.routes.files",
    "review": "chalicelib.applications.backoffice.routes.review",
    "decision": "chalicelib.applications.backoffice.routes.decision",
    "document_review": "chalicelib.applications.backoffice.routes.documents",
    "third_parties": "chalicelib.applications.backoffice.routes.third_parties",
    "access_requests": "chalicelib.requests.backoffice.routes",
    "finance": "chalicelib.billing.backoffice.routes.finance",
    "finance_invoice": "chalicelib.billing.backoffice.routes.invoice",
    "finance_payments": "chalicelib.billing.backoffice.routes.payments",
    "journal": "chalicelib.billing.backoffice.routes.journal",
}


# --- what a portal may do without: an address's name, or its first part -> whether the portal answers there ---
_OFFERED: "dict[str, Callable[[Portal], bool]]" = {
    "sign_up": lambda portal: portal.policies.sign_up.open,
    "sharing": lambda portal: (codes := portal.policies.access_codes) is not None and codes.use == "shared",
    "requests": lambda portal: portal.policies.requests is not None,
    "access_requests": lambda portal: portal.policies.requests is not None,
    "tracing": lambda portal: portal.policies.tracing is not None,
    "following": lambda portal: portal.policies.tracing is not None,
    "tracing_api": lambda portal: portal.policies.tracing is not None,
    "form.find_address": lambda portal: portal.policies.address_lookup.on,
}


def is_offered(name: str, portal: "Portal") -> bool:
    """Tell whether a portal answers at a named address."""
    return all(_OFFERED[each](portal) for each in (name, name.partition(".")[0]) if each in _OFFERED)


def _receive_stripe(services: "Services", body: bytes, raw: "RawRequest") -> bool:
    from chalicelib.billing.routes.webhook import receive_stripe

    return receive_stripe(services, body, raw)


# --- webhooks: the path at which another service reports something -> the function that receives it ---
WEBHOOKS = {"/webhooks/stripe": _receive_stripe}


# --- hooks by which one capability takes part in what another one does ---


def invoice_paid_subscribers() -> "tuple[Subscriber, ...]":
    """Return what is notified that an invoice was paid or waived. At-least-once: subscribers must be idempotent."""
    from chalicelib.applications.actions import final

    return (final.paid,)


def keeps_account() -> "tuple[KeepsAccount, ...]":
    """Return what can keep an unused account from being closed."""
    from chalicelib.applications.actions import retention as applications
    from chalicelib.billing.actions import retention as billing

    return (applications.keeps_account, billing.keeps_account)


def removal_hooks() -> "RemovalHooks":
    """Return what happens to a closed account's rows and files: who deletes theirs, and which rows are kept."""
    from chalicelib.accounts.actions.removal import RemovalHooks
    from chalicelib.applications.actions import retention as applications
    from chalicelib.billing.actions import retention as billing
    from chalicelib.documents.actions import retention as documents

    return RemovalHooks((documents.on_account_removed, applications.on_account_removed), billing.KEPT_PREFIXES)
