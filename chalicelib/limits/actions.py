"""Spending from budgets. A table that does not answer raises Unavailable: a limit is never open (SECURITY SEC09)."""

from datetime import datetime

from chalicelib.cloud.table import Absent, AnyOf, Compare, Conflict, Item
from chalicelib.limits.model import Budget
from chalicelib.refusal import TooMany
from chalicelib.services import Services

COUNT = "spent"


def spend(services: Services, budget: Budget, now: datetime) -> None:
    """Count one more, or raise TooMany. One atomic write: a lost race gives nobody an extra try (SECURITY SEC06)."""
    if not try_spend(services, budget):
        raise TooMany(int((budget.filled_at - now).total_seconds()))


def try_spend(services: Services, budget: Budget) -> bool:
    """Count one more and return whether it was within the budget."""
    within = AnyOf((Absent(COUNT), Compare(COUNT, "<", budget.limit.count)))
    try:
        services.table.update(budget.key, {"ttl": int(budget.filled_at.timestamp())}, {COUNT: 1}, within)
    except Conflict:
        return False
    return True


def is_spent(budget: Budget, item: Item | None) -> bool:
    """Tell whether nothing is left, by the budget's row that was read with others."""
    return item is not None and item[COUNT] >= budget.limit.count
