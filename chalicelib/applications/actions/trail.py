"""The trail of a file: who did what with it, and who looked (REQUIREMENTS W6)."""

from itertools import islice

from chalicelib.activities.model import PREFIX, Activity, activity_of, partition
from chalicelib.applications.items import application_name
from chalicelib.applications.model import Application
from chalicelib.services import Services


def trail_of(services: Services, application: Application, most: int) -> list[Activity]:
    """Return what was done last, the newest first: of all that happened to the account, what is about this file."""
    items = services.table.query(partition(application.account), PREFIX, newest_first=True)
    name = application_name(application.number)
    return list(islice((activity for activity in map(activity_of, items) if activity.about == name), most))
