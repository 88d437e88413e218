"""Runs retention: notices and ends of sign-ups, uploads, drafts, accounts; registrations that become final.

Also lets staff's factors follow from the newest key.
"""

from datetime import datetime

from chalicelib.accounts.actions.removal import remove_ended, remove_unactivated
from chalicelib.accounts.actions.retention import review_accounts
from chalicelib.applications.actions.drafts import review_drafts
from chalicelib.applications.actions.final import make_all_final
from chalicelib.cloud.logs import log
from chalicelib.documents.actions.tidy import tidy
from chalicelib.due import Left, unlimited
from chalicelib.services import Services
from chalicelib.staff.actions.rekeying import rekey_while_replaced
from chalicelib.wiring import keeps_account, removal_hooks


def run(services: Services, now: datetime, left: Left = unlimited) -> None:
    """Do what is due, for as long as there is time; the next run goes on."""
    log.info(
        "expired",
        unactivated=remove_unactivated(services, now, left),
        drafts=review_drafts(services, now, left),
        accounts=review_accounts(services, keeps_account(), now, left),
        removed=remove_ended(services, removal_hooks(), now, left),
        documents=tidy(services, now, left),
        registered=make_all_final(services, now, left),
        rekeyed=rekey_while_replaced(services, now, left),
    )
