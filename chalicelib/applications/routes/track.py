"""Following a file without signing in: milestones only (REQUIREMENTS F7)."""

from chalicelib.applications.actions.look_up import look_up
from chalicelib.applications.actions.stages import usual_time
from chalicelib.applications.inputs import Track
from chalicelib.applications.presenters import milestones
from chalicelib.applications.schemas import Milestones, TrackPage
from chalicelib.web.answers import Answer, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.visit import Visit

desk = Desk()


@desk.get("/{lang}/track", access=everyone, gives=TrackPage)
def track_page(_: Visit) -> Page:
    return Page("applications/track.html", TrackPage())


@desk.post("/{lang}/track", access=everyone, takes=Track, form=track_page, gives=Milestones)
def post_track(visit: Visit, wish: Track) -> Answer:
    found = look_up(visit.services, wish.number, wish.email, visit.incoming.address, visit.now)
    shown = milestones(visit, found, usual_time(visit.services, found, visit.now))
    return Page("applications/milestones.html", shown)
