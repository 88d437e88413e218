"""Attempts to sign in, counted before they are judged (REQUIREMENTS S2; SECURITY SEC05-SEC08).

A row holds `attempts` since the last success or opening, `opens_at` (when they are forgotten), and `lifetime`, the
failures in a row ever. The conditions below are the rule: the table keeps them, so parallel guesses get no extra try.
"""

from datetime import datetime

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import AllOf, AnyOf, Compare, Condition, Item, NotExists
from chalicelib.portal.policies import LockoutPolicy


def for_people(policy: LockoutPolicy, people: int) -> LockoutPolicy:
    """Return the policy of what several people sign in to by one name: each of them may fail as often as anyone.

    So as many right passwords at once as there are people are never refused, and the limit is still one.
    """
    if people <= 1:
        return policy
    return policy.replace(attempts=policy.attempts * people, lifetime_attempts=policy.lifetime_attempts * people)


def begins_anew(policy: LockoutPolicy, now: datetime) -> Condition:
    """Nothing is counted, or what was counted is forgotten."""
    forgotten = AnyOf((NotExists("attempts"), Compare("opens_at", "<=", to_iso(now))))
    return AllOf((forgotten, _not_worn_out(policy)))


def has_a_try_left(policy: LockoutPolicy, now: datetime) -> Condition:
    """Some attempts are counted, but not all that there are."""
    counting = AllOf((Compare("attempts", "<", policy.attempts), Compare("opens_at", ">", to_iso(now))))
    return AllOf((counting, _not_worn_out(policy)))


def is_shut(row: Item | None, policy: LockoutPolicy, now: datetime) -> bool:
    """Tell whether no attempt is left for now, or for good."""
    if row is None or "attempts" not in row:
        return False
    spent = row["attempts"] >= policy.attempts and row["opens_at"] > to_iso(now)
    return bool(spent or row["lifetime"] >= policy.lifetime_attempts)


def is_last(row: Item, policy: LockoutPolicy) -> bool:
    """Tell whether the attempt that was just counted locks the account if it fails."""
    return bool(row["attempts"] >= policy.attempts or row["lifetime"] >= policy.lifetime_attempts)


def _not_worn_out(policy: LockoutPolicy) -> Condition:
    return AnyOf((NotExists("lifetime"), Compare("lifetime", "<", policy.lifetime_attempts)))
