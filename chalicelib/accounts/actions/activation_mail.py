"""The mail that proves an address, and sending it again (REQUIREMENTS A3-A5)."""

from datetime import datetime

from chalicelib.accounts.actions.letters import owe, owe_nothing
from chalicelib.accounts.model import Account, Activation
from chalicelib.accounts.rules import activation
from chalicelib.accounts.storage import put_account
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.table import Change
from chalicelib.services import Services


def owe_activation(services: Services, change: Change, account: Account, waiting: Activation, now: datetime) -> None:
    """Owe the link and the code, and the identifier that the portal gave (REQUIREMENTS A3, A5)."""
    given = services.portal.audiences[0].given
    data = {"given": account.identifiers[given]} if given else {}
    proof = waiting.proof(account.id, services.portal.policies.activation.code_digits)
    owe(services, change, "activation", account, now, data=data, proof=proof)


def send_again(services: Services, change: Change, account: Account, visitor: Visitor, now: datetime) -> None:
    """Owe a mail with a new link and code, which void the earlier ones; where it is too soon, change nothing."""
    policy, waiting = services.portal.policies.activation, activation.waiting(account, now)
    if waiting is None or not activation.may_send(waiting, policy, now):
        owe_nothing(services, change, now)
        return
    renewed = activation.renewed(waiting, services.ids.secret(), visitor.browser, policy, now)
    put_account(change, account.replace(activation=renewed))
    owe_activation(services, change, account, renewed, now)
