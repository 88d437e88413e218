"""An office in which staff review files: each function brings a file to a point from which a test goes on."""

from typing import Any, cast

from chalicelib.activities.model import Activity, parse_activity, partition
from chalicelib.app_factory import create_app
from chalicelib.applications.actions.find import slots_of
from chalicelib.applications.model import Application, ApplicationState, StatusChange
from chalicelib.applications.storage import application_name
from chalicelib.cloud.mail import Message
from chalicelib.cloud.table import Item, Key
from chalicelib.documents.model import Document
from chalicelib.staff.model import StaffRole
from tests.support.applications import changed, example, submitted
from tests.support.http import Browser
from tests.support.memory import MemoryTable
from tests.support.staff import ANNE, BASIL, as_it_is, staff_browser, staff_member, staff_program
from tests.support.world import World

CHLOE = "chloe@body.example"
LOOKS = ("file-viewed", "expected-viewed", "document-viewed")


class Office:
    """A counter with its staff, whose programs are signed in: Anne decides, Basil reviews."""

    def __init__(self, world: World | None = None) -> None:
        self.world = world or example()
        self.app = create_app(self.world)
        self.anne = staff_program(self.world, self.app, StaffRole.REGISTRAR, email=ANNE)
        self.basil = staff_program(self.world, self.app, StaffRole.REVIEWER, email=BASIL)

    def another(self, role: StaffRole = StaffRole.REGISTRAR) -> str:
        """Let someone else begin to work here; return the id."""
        return as_it_is(self.world, staff_member(self.world, role, email=CHLOE)).id

    def browser(self, role: StaffRole = StaffRole.REGISTRAR, language: str = "en") -> Browser:
        """Return the browser of someone else, signed in."""
        return staff_browser(self.world, self.app, role, email=CHLOE, language=language)


def file_in(world: World, state: ApplicationState, **more: Any) -> Application:
    """Return a file that was submitted, and has come to the state since."""
    file = submitted(world, **more)
    if state is ApplicationState.SUBMITTED:
        return file
    step = StatusChange(state=state, at=world.now, by="staff-1")
    return changed(world, file, state=state, steps=(*file.steps, step))


def path(file: Application, *parts: str, language: str = "en") -> str:
    return "/".join((f"/{language}/staff/files", file.number, *parts))


def document_in(world: World, file: Application, slot: str) -> Document:
    """Return the newest document that was handed in for a slot."""
    found = next(each for each in slots_of(world, file, world.now) if each.asked.key == slot)
    return found.documents[-1]


def trail(world: World, file: Application) -> list[Activity]:
    """Return what was done with the file, in order."""
    entries = map(parse_activity, world.table.query(partition(file.account), "ACTIVITY#"))
    return [entry for entry in entries if entry.about == application_name(file.number)]


def done_by_staff(world: World, file: Application) -> list[str]:
    """Return what staff did with the file, in order, but for looking at it."""
    return [entry.kind for entry in trail(world, file) if entry.by != file.account and entry.kind not in LOOKS]


def all_but_trails(world: World) -> dict[Key, Item]:
    """Return what stands in the table, but for what a look leaves: its trace, and that the session is alive."""
    items = cast("MemoryTable", world.table).items
    return {key: dict(item) for key, item in items.items() if not key.sk.startswith(("ACTIVITY#", "SESSION#"))}


def emails(world: World, subject: str) -> list[Message]:
    """Return what applicants were sent, by how its subject begins."""
    return [message for message in world.mails() if message.subject.startswith(subject)]
