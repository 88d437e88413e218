"""Runs retention: notices and ends of sign-ups, uploads, drafts, accounts; registrations that become final."""

from datetime import datetime

from chalicelib.accounts.actions.expire import remove_unactivated
from chalicelib.accounts.actions.remove import RemovalHooks, remove_ended
from chalicelib.accounts.actions.retention import review_accounts
from chalicelib.applications.actions import retention as applications
from chalicelib.applications.actions.drafts import review_drafts
from chalicelib.applications.actions.final import make_all_final
from chalicelib.billing.actions import retention as billing
from chalicelib.cloud.logs import log
from chalicelib.documents.actions import retention as documents
from chalicelib.documents.actions.tidy import tidy
from chalicelib.due import Left, unlimited
from chalicelib.services import Services

KEEPS_ACCOUNT = (applications.keeps_account, billing.keeps_account)  # hooks that keep an unused account
REMOVAL = RemovalHooks((documents.on_account_removed, applications.on_account_removed), billing.KEPT_PREFIXES)


def run(services: Services, now: datetime, left: Left = unlimited) -> None:
    """Do what is due, for as long as there is time; the next run goes on."""
    log.info(
        "expired",
        unactivated=remove_unactivated(services, now, left),
        drafts=review_drafts(services, now, left),
        accounts=review_accounts(services, KEEPS_ACCOUNT, now, left),
        removed=remove_ended(services, REMOVAL, now, left),
        documents=tidy(services, now, left),
        registered=make_all_final(services, now, left),
    )
