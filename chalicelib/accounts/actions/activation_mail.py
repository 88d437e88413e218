"""Sends the email that proves an address again (REQUIREMENTS A3-A5)."""

from chalicelib.accounts.actions.emails import enqueue_activation, enqueue_dummy_write
from chalicelib.accounts.model import Account
from chalicelib.accounts.rules import activation
from chalicelib.accounts.storage import put_account
from chalicelib.accounts.visitor import Visitor
from chalicelib.unit_of_work import UnitOfWork


def send_again(work: UnitOfWork, account: Account, visitor: Visitor) -> None:
    """Enqueue an email with a new link and code, which void the earlier ones; where it is too soon, change nothing."""
    policy, waiting = work.services.portal.policies.activation, activation.waiting(account, work.now)
    if waiting is None or not activation.may_send(waiting, policy, work.now):
        enqueue_dummy_write(work)
        return
    renewed = activation.renewed(waiting, work.services.ids.secret(), visitor.browser, policy, work.now)
    put_account(work, account.replace(activation=renewed))
    enqueue_activation(work, account, renewed)
