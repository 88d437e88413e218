"""What waits for staff, and finding a file by its number (REQUIREMENTS W1)."""

from functools import partial

from chalicelib.accounts.actions.mailbox import count_troubles
from chalicelib.applications.actions.queue import waiting
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import find
from chalicelib.staff.actions.files import find_path
from chalicelib.staff.file_inputs import FindFile
from chalicelib.staff.file_presenters import FILE
from chalicelib.staff.file_schemas import FILES_SHOWN, FileFound, QueuePage
from chalicelib.staff.queue_presenters import ASKS, Found, part_wanted, shown_queue
from chalicelib.staff.routes.handling import mandate
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
QUEUE = "/{lang}/staff/queue"
FIND = f"{QUEUE}/find"


@desk.get(QUEUE, access=may("GET", QUEUE), gives=QueuePage, asks=ASKS)
def queue_page(visit: Visit) -> Page:
    person, part = staff_person(visit), part_wanted(visit)
    files = waiting(visit.services, partial(part.fits, staff=person.id), part.after, FILES_SHOWN)
    names = find.names(visit.services, [file.assignee for file in files.files if file.assignee])
    found = Found(files, names, count_troubles(visit.services))
    chosen = {"service": part.service, "state": part.state, "who": part.who}
    return Page("staff/queue.html", shown_queue(visit, part, found, person), chosen)


@desk.post(FIND, access=may("POST", FIND), takes=FindFile, form=queue_page, gives=FileFound)
def post_find_file(visit: Visit, wish: FindFile) -> Answer:
    filed, expecting = mandate(visit, "GET", FILE), mandate(visit, "GET", f"{FILE}/third-party")
    path = find_path(visit.services, wish.digits, filed, expecting, visit.now)
    return Done(path, FileFound(number=wish.digits, path=path))
