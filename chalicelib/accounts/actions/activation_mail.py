"""Sends the email that proves an address again (REQUIREMENTS A3-A5)."""

from datetime import datetime

from chalicelib.accounts.actions.emails import enqueue_activation, enqueue_dummy_write
from chalicelib.accounts.model import Account
from chalicelib.accounts.rules import activation
from chalicelib.accounts.storage import put_account
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.table import Change
from chalicelib.services import Services


def send_again(services: Services, change: Change, account: Account, visitor: Visitor, now: datetime) -> None:
    """Enqueue an email with a new link and code, which void the earlier ones; where it is too soon, change nothing."""
    policy, waiting = services.portal.policies.activation, activation.waiting(account, now)
    if waiting is None or not activation.may_send(waiting, policy, now):
        enqueue_dummy_write(services, change, now)
        return
    renewed = activation.renewed(waiting, services.ids.secret(), visitor.browser, policy, now)
    put_account(change, account.replace(activation=renewed))
    enqueue_activation(services, change, account, renewed, now)
