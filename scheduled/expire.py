"""Ends what has come to its end, and announces it before: sign-ups, uploads, drafts, accounts."""

from datetime import datetime

from chalicelib.accounts.actions.expire import remove_unactivated
from chalicelib.accounts.actions.remove import Others, remove_ended
from chalicelib.accounts.actions.retain import look_at_accounts
from chalicelib.applications.actions import estate as applications
from chalicelib.applications.actions.drafts import look_at_drafts
from chalicelib.applications.actions.final import make_all_final
from chalicelib.billing.actions import estate as billing
from chalicelib.cloud.logs import log
from chalicelib.documents.actions import estate as documents
from chalicelib.documents.actions.tidy import tidy
from chalicelib.due import Left, unlimited
from chalicelib.services import Services

HOLDS = (applications.is_under_way, billing.owes)  # what keeps an account that nobody uses
OTHERS = Others(take_away=(documents.forget, applications.forget), kept=billing.BOOKS)


def run(services: Services, now: datetime, left: Left = unlimited) -> None:
    """Do what is due, for as long as there is time; the next run goes on."""
    log.info(
        "expired",
        unactivated=remove_unactivated(services, now, left),
        drafts=look_at_drafts(services, now, left),
        accounts=look_at_accounts(services, HOLDS, now, left),
        removed=remove_ended(services, OTHERS, now, left),
        documents=tidy(services, now, left),
        registered=make_all_final(services, now, left),
    )
