"""Retention of accounts: notices, the link that keeps one, then the account is closed or removed (REQUIREMENTS E1, E3).

Removal takes two steps: here the account ends, in one transaction; `removal` then deletes its rows.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.emails import enqueue_account_closed, enqueue_account_notice
from chalicelib.accounts.model import Account, AccountState, Tombstone
from chalicelib.accounts.storage import ACCOUNT, add_tombstone, free_identifier, put_account, require_account
from chalicelib.activities.model import write_activity
from chalicelib.cloud.table import Change, Key
from chalicelib.due import Left, unlimited, work_through
from chalicelib.outbox.actions import Ending
from chalicelib.outbox.delivery_events import forget_mailbox
from chalicelib.portal.terms import AccountTerm
from chalicelib.proof import Proof, owner_of
from chalicelib.retention.actions.find import find_due
from chalicelib.retention.actions.keep_link import is_keep_link
from chalicelib.retention.actions.run_review import run_review
from chalicelib.retention.actions.schedule import cancel_review, first_review_at, schedule_review
from chalicelib.retention.errors import KeepLinkVoid
from chalicelib.retention.model import ScheduledReview
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict
from chalicelib.urls import path_for

ACCOUNTS, REMOVALS = "accounts", "removals"  # kinds of due work
KEEP = path_for("keep_account.page")
KeepsAccount = Callable[[Services, str], bool]  # whether work in progress keeps the account of this id


class RetainableAccount(NamedTuple):
    """Implements Retainable for an account."""

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

    def notify(self, work: UnitOfWork, proof: Proof, ends_at: datetime) -> str:
        write_activity(work, self.account.id, "account-notice")
        return enqueue_account_notice(work, self.account, self.term.then, Ending(ends_at, proof))

    def end(self, work: UnitOfWork, review: ScheduledReview) -> ScheduledReview | None:
        """End the account: its sessions end, and its identifiers can be used again."""
        account = self.account
        put_account(work, account.replace(state=AccountState.CLOSED, epoch=account.epoch + 1, reset=None))
        for key in find.keys_of(work.services, account):
            free_identifier(work, key, account.id)
        if self.term.then == "close":
            enqueue_account_closed(work, account)
            write_activity(work, account.id, "account-closed")
            return None
        add_tombstone(work, self._tombstone(review, work.now))
        forget_mailbox(work, account.email)
        return review.replace(kind=REMOVALS, review_at=work.now, notices=(), undelivered_at=None)

    def _tombstone(self, review: ScheduledReview, now: datetime) -> Tombstone:
        notified_at = tuple(notice.sent_at for notice in review.notices)
        return Tombstone(account=self.account.id, removed_at=now, last_active_at=self.since, told_at=notified_at)


def schedule_account_review(work: UnitOfWork, account: Account) -> None:
    """Schedule the review of an account that becomes active, where the portal ends unused accounts."""
    term = work.services.portal.policies.retention.accounts
    if term:
        at = first_review_at(work.services, account.last_active_at, term)
        schedule_review(work, account.id, ACCOUNT, ACCOUNTS, at)


def review_accounts(services: Services, keeps: Sequence[KeepsAccount], now: datetime, left: Left = unlimited) -> int:
    """Carry out the reviews of accounts that are due; return how many sent a notice or ended an account."""

    def review_one(key: Key) -> bool:
        review = find_due(services, key, ACCOUNTS, now)
        if review is None:
            return False
        found = retainable_account(services, review.account, keeps)
        return run_review(services, review, found, now) if found else cancel_review(services, review)

    return work_through(services.table, ACCOUNTS, now, review_one, left)


def retainable_account(services: Services, who: str, keeps: Sequence[KeepsAccount] = ()) -> RetainableAccount | None:
    """Return the account of this id; None where it is not active, or the portal keeps unused accounts."""
    account, term = find.by_id(services, who), services.portal.policies.retention.accounts
    if account is None or not account.is_active or term is None:
        return None
    return RetainableAccount(account, term, lambda: any(each(services, who) for each in keeps))


@retry_on_conflict
def keep(services: Services, token: str, now: datetime) -> None:
    """Let the account's term begin anew; raise KeepLinkVoid."""
    found = _linked(services, token)
    if found is None:
        raise KeepLinkVoid
    work = UnitOfWork(services, now)
    put_account(work, found.account.replace(last_active_at=now))
    write_activity(work, found.account.id, "account-kept")
    work.commit()


def is_link_valid(services: Services, token: str) -> bool:
    """Tell whether the link still keeps an account; changes nothing: mail scanners open links too (SECURITY SEC19)."""
    return _linked(services, token) is not None


def _linked(services: Services, token: str) -> RetainableAccount | None:
    found = retainable_account(services, owner_of(token))
    if found is None or not is_keep_link(services, found.account.id, ACCOUNT, ACCOUNTS, found, token):
        return None
    return found
