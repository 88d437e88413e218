"""What time does to accounts: their end is announced, then they are closed or removed (REQUIREMENTS E1).

Removal takes two steps: here the account ends, in one transaction; `remove` then takes away what it leaves.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.emails import enqueue_account_closed, enqueue_account_notice
from chalicelib.accounts.model import Account, AccountState, Tombstone
from chalicelib.accounts.storage import ACCOUNT, add_tombstone, free_identifier, put_account, require_account
from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.cloud.table import Change, Key
from chalicelib.due import Left, unlimited, work_through
from chalicelib.outbox.actions import Ending
from chalicelib.outbox.delivery_events import forget_mailbox
from chalicelib.portal.terms import AccountTerm
from chalicelib.proof import Proof
from chalicelib.retention.actions.find import find_due
from chalicelib.retention.actions.look import first_look, forget, look, watch_over
from chalicelib.retention.model import Watch
from chalicelib.services import Services
from chalicelib.urls import path_for

ACCOUNTS, REMOVALS = "accounts", "removals"  # kinds of due work
KEEP = path_for("keep_account.page")
Holds = Callable[[Services, str], bool]  # whether something under way keeps the account of this id


class Retained(NamedTuple):
    """An account as retention sees it: a Case."""

    account: Account
    term: AccountTerm
    is_held: Callable[[], bool]

    @property
    def since(self) -> datetime:
        return self.account.last_active_at

    def require(self, change: Change) -> None:
        require_account(change, self.account)

    def proof(self, nonce: str) -> Proof:
        return Proof(path=KEEP, owner=self.account.id, nonce=nonce)

    def tell(self, services: Services, change: Change, proof: Proof, ends_at: datetime, now: datetime) -> str:
        write_activity(change, self.account.id, "account-notice", now, SYSTEM)
        return enqueue_account_notice(services, change, self.account, self.term.then, Ending(ends_at, proof), now)

    def end(self, services: Services, change: Change, watch: Watch, now: datetime) -> Watch | None:
        """End it: nobody signs in any more, and what it was known by is free."""
        account = self.account
        put_account(change, account.replace(state=AccountState.CLOSED, epoch=account.epoch + 1, reset=None))
        for key in find.keys_of(services, account):
            free_identifier(change, key, account.id)
        if self.term.then == "close":
            enqueue_account_closed(services, change, account, now)
            write_activity(change, account.id, "account-closed", now, SYSTEM)
            return None
        add_tombstone(change, self._tombstone(watch, now))
        forget_mailbox(services, change, account.email)
        return watch.replace(kind=REMOVALS, look_at=now, notices=(), undelivered_at=None)

    def _tombstone(self, watch: Watch, now: datetime) -> Tombstone:
        told = tuple(notice.sent_at for notice in watch.notices)
        return Tombstone(account=self.account.id, removed_at=now, last_active_at=self.since, told_at=told)


def watch_account(services: Services, change: Change, account: Account) -> None:
    """Watch an account that becomes active, in the same change, where the portal ends those that nobody uses."""
    term = services.portal.policies.retention.accounts
    if term:
        watch_over(change, account.id, ACCOUNT, ACCOUNTS, first_look(services, account.last_active_at, term))


def look_at_accounts(services: Services, holds: Sequence[Holds], now: datetime, left: Left = unlimited) -> int:
    """Announce and end what is due; return how often."""

    def look_at(key: Key) -> bool:
        watch = find_due(services, key, ACCOUNTS, now)
        if watch is None:
            return False
        case = case_of(services, watch.account, holds)
        return look(services, watch, case, now) if case else forget(services, watch)

    return work_through(services.table, ACCOUNTS, now, look_at, left)


def case_of(services: Services, who: str, holds: Sequence[Holds] = ()) -> Retained | None:
    """Return the account of this id; None where it is none that time ends."""
    account, term = find.by_id(services, who), services.portal.policies.retention.accounts
    if account is None or not account.is_active or term is None:
        return None
    return Retained(account, term, lambda: any(each(services, who) for each in holds))
