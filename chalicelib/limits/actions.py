"""Spends from throttling budgets. Fails closed: a table that does not answer raises Unavailable (SECURITY SEC09)."""

from datetime import datetime

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import AnyOf, Compare, Conflict, Item, Key, NotExists, RowKind
from chalicelib.errors import TooMany
from chalicelib.limits import rules
from chalicelib.limits.model import Budget, SharedBudget
from chalicelib.services import Services
from chalicelib.unit_of_work import retry_on_conflict

COUNT = "spent"


def spend(services: Services, budget: Budget, now: datetime, count: int = 1) -> None:
    """Count more, or raise TooMany. One atomic write: a lost race gives nobody an extra try (SECURITY SEC06)."""
    if not try_spend(services, budget, count):
        raise TooMany(int((budget.filled_at - now).total_seconds()))


def spend_shared(services: Services, budget: SharedBudget, now: datetime, count: int = 1) -> None:
    """Count more, or raise TooMany. While everyone's budget is spent, each visitor has a little of their own."""
    spend(services, budget.own, now, count)
    if not try_spend(services, budget.everyones, count):
        spend(services, budget.scarce, now, count)


def try_spend(services: Services, budget: Budget, count: int = 1) -> bool:
    """Count as many more, all or none, and return whether they were within the budget."""
    left = budget.limit.count - count
    if left < 0:
        return False
    within = AnyOf((NotExists(COUNT), Compare(COUNT, "<=", left)))
    try:
        services.table.update(budget.key, {"ttl": int(budget.filled_at.timestamp())}, {COUNT: count}, within)
    except Conflict:
        return False
    return True


def is_shared_spent(budget: SharedBudget, own: Item | None, everyones: Item | None) -> bool:
    """Tell whether nothing is left for this visitor, by the two rows that were read with others."""
    used = own[COUNT] if own else 0
    is_scarce = is_spent(budget.everyones, everyones) and used >= budget.scarce.limit.count
    return is_scarce or is_spent(budget.own, own)


def is_spent(budget: Budget, item: Item | None) -> bool:
    """Tell whether nothing is left, by the budget's row that was read with others."""
    return item is not None and item[COUNT] >= budget.limit.count


def attempts_key(who: str, apart: str = "") -> Key:
    """Return where attempts are counted. `who` is an id, or a pseudonym of what nobody has: those lock alike.

    `apart` names what has attempts of its own beside the others, such as a browser that is known.
    """
    return Key(f"ATTEMPTS#{who}", f"ATTEMPTS#{apart}" if apart else "ATTEMPTS")


@retry_on_conflict
def reserve_attempt(services: Services, key: Key, now: datetime, people: int = 1) -> Item | None:
    """Count an attempt and return the row; None where none is left, however many come at once.

    `people` is how many sign in to this by one name.
    """
    policy = rules.for_people(services.portal.policies.lockout, people)
    values = {"opens_at": to_iso(now + policy.duration), "ttl": int((now + policy.remembered).timestamp())}
    try:
        anew = rules.begins_anew(policy, now)
        return services.table.update(key, {**values, "attempts": 1}, {"lifetime": 1}, anew)
    except Conflict as conflict:
        if rules.is_shut(conflict.current, policy, now):
            log.info("sign-in locked", attempts=key.pk)
            return None
    more = rules.has_a_try_left(policy, now)  # unless someone succeeds, or uses it up, at this very moment
    return services.table.update(key, values, {"attempts": 1, "lifetime": 1}, more)


def was_last(services: Services, row: Item, people: int = 1) -> bool:
    """Tell whether the attempt that was just counted locks if it fails."""
    return rules.is_last(row, rules.for_people(services.portal.policies.lockout, people))


ROWS = (
    RowKind(
        "LIMIT#<name>#<pseudonym>",
        "LIMIT#<window>",
        "How much of a budget was spent in a window.",
        None,
        (try_spend,),
        is_spent,
        ttl="when the window ends",
    ),
    RowKind(
        "ATTEMPTS#<who...>",
        "ATTEMPTS",
        "Failed attempts to sign in; locks.",
        None,
        (reserve_attempt,),
        ttl="when failures are no longer remembered",
    ),
    RowKind(
        "ATTEMPTS#<who...>",
        "ATTEMPTS#<apart...>",
        "Failed attempts from a browser that is known, counted apart.",
        None,
        (reserve_attempt,),
        ttl="when failures are no longer remembered",
    ),
)
