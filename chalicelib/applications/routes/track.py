"""Following a file without signing in: milestones only (REQUIREMENTS F7)."""

from chalicelib.applications.actions.find import look_up
from chalicelib.applications.actions.stages import usual_time
from chalicelib.applications.inputs import Track
from chalicelib.applications.presenters import milestones
from chalicelib.applications.schemas import Milestones, TrackPage
from chalicelib.web.answers import Answer, Page
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()


@router.get("tracking.page", guard=PUBLIC, response=TrackPage)
def track_page(_: Request) -> Page:
    return Page("applications/track.html", TrackPage())


@router.post("tracking.page", guard=PUBLIC, body=Track, retry_page=track_page, response=Milestones)
def post_track(request: Request, form: Track) -> Answer:
    found = look_up(request.services, form.number, form.email, request.raw.address, request.now)
    shown = milestones(request, found, usual_time(request.services, found, request.now))
    return Page("applications/milestones.html", shown)
