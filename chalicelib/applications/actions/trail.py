"""The trail of a file: who did what with it, and who looked (REQUIREMENTS W6)."""

from chalicelib.activities.actions import trail_about
from chalicelib.activities.model import Activity
from chalicelib.applications.model import Application
from chalicelib.applications.storage import application_name
from chalicelib.services import Services


def trail_of(services: Services, application: Application, most: int) -> list[Activity]:
    """Return what was done last with this file, the newest first."""
    return trail_about(services, application.account, application_name(application.number), most)
