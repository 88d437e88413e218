"""How long files stay in a stage: counted as they leave it, told to those who wait (REQUIREMENTS F7)."""

from datetime import datetime

from chalicelib.applications.model import Application
from chalicelib.applications.rules.lifecycle import stage_began
from chalicelib.applications.rules.waiting_times import Usual, class_of, usual
from chalicelib.applications.storage import count_processing_time, parse_counts, processing_time_partition
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def count_leaving(work: UnitOfWork, application: Application) -> None:
    """Count, in the change, that the file leaves the state in which it is."""
    zone, over = work.services.portal.zone, work.services.portal.policies.review.usual_over
    took = class_of(work.now - stage_began(application))
    count_processing_time(work, application, took, work.now.astimezone(zone).date(), over.after(work.now, zone))


def usual_time(services: Services, application: Application, now: datetime) -> Usual | None:
    """Return how long files for this service usually stay in this state; None where too few are known."""
    days = services.table.query(processing_time_partition(application.service, application.state), "DAY#")
    recent = [parse_counts(day) for day in days if day["ttl"] > int(now.timestamp())]
    return usual(recent, services.portal.policies.review.usual_from)
