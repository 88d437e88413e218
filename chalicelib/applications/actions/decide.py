"""Deciding a file, with four eyes where the service wants them (REQUIREMENTS W2; SECURITY SEC40)."""

from datetime import datetime

from chalicelib.applications.actions.emails import enqueue_application_decided
from chalicelib.applications.actions.final import invoice_registration
from chalicelib.applications.actions.find import get_by_number, service_of
from chalicelib.applications.actions.handling import Outcome, handle, move
from chalicelib.applications.errors import NotNow, OwnProposal
from chalicelib.applications.model import Application, ApplicationState, Decision, Proposal
from chalicelib.services import Services
from chalicelib.staff.permissions import Permission
from chalicelib.unit_of_work import UnitOfWork


def decide(services: Services, number: str, decision: Decision, reason: str | None, by: str, now: datetime) -> bool:
    """Decide the file, and tell whether that is final. Raise NotFound, NotNow, or OwnProposal for one person twice.

    Where the service wants four eyes, the first only proposes; another one takes the decision. Who decides the same
    twice, in two windows or by a double click, has decided once (SECURITY REL04).
    """
    proposal = Proposal(decision=decision, reason=reason, by=by, at=now)

    def decided(found: Application, work: UnitOfWork) -> Outcome:
        after = move(found, ApplicationState(decision), by, now, reason)
        if service_of(services, found).four_eyes and not _is_second(found.proposal, proposal):
            return Outcome(found.replace(proposal=proposal), "file-proposed")
        if decision is Decision.APPROVED:
            after = invoice_registration(work, after)
        enqueue_application_decided(work, found)
        return Outcome(after, f"file-{decision}")

    try:
        return handle(services, number, Permission.APPLICATION_DECIDE, by, decided, now).proposal is None
    except NotNow:
        if not _is_taken(get_by_number(services, number), proposal):
            raise
        return True


def withdraw_proposal(services: Services, number: str, by: str, now: datetime) -> None:
    """Take back what was proposed, by whomever; raise NotFound or NotNow."""

    def withdrawn(found: Application, _: UnitOfWork) -> Outcome | None:
        return Outcome(found.replace(proposal=None), "file-unproposed") if found.proposal else None

    handle(services, number, Permission.APPLICATION_DECIDE, by, withdrawn, now)


def _is_second(first: Proposal | None, second: Proposal) -> bool:
    """Tell whether someone else proposes the same; raise OwnProposal where it is the same person."""
    if first is None or (first.decision, first.reason) != (second.decision, second.reason):
        return False
    if first.by == second.by:
        raise OwnProposal
    return True


def _is_taken(found: Application | None, proposal: Proposal) -> bool:
    """Tell whether the last step was this very decision by this very person."""
    if found is None or not found.steps:
        return False
    last = found.steps[-1]
    return (last.state, last.reason, last.by) == (ApplicationState(proposal.decision), proposal.reason, proposal.by)
