"""Emails for the tests: one without an action, for how it is delivered; those that real actions enqueued."""

from datetime import timedelta
from typing import Any

from chalicelib.accounts.actions.email_delivery import apply_delivery_event
from chalicelib.cloud.table import Item
from chalicelib.outbox.actions import NewEmail, enqueue_email
from chalicelib.outbox.delivery_events import list_troubles
from chalicelib.outbox.model import DUE, DeliveryEvent, EmailState, OutboxEmail
from chalicelib.outbox.sender import deliver, sweep
from chalicelib.outbox.storage import email_id_of, outbox_key
from chalicelib.portal.text import Language
from chalicelib.proof import Proof
from chalicelib.unit_of_work import UnitOfWork
from infra.project import ROOT
from tests.support.world import START, World

ZOE = "zoe@example.org"
TEMPLATES = sorted(folder.name for folder in (ROOT / "templates" / "mail").iterdir() if folder.is_dir())


def email(language: Language | None = "fr", **more: Any) -> OutboxEmail:
    """Return an activation email that no action enqueued."""
    proof = Proof(path="/activate", owner="0" * 31 + "1", nonce="n" * 43, digits=6)
    fields = {"to": ZOE, "data": {"given": "10000042"}, "proof": proof, "created_at": START, "next_at": START, **more}
    return OutboxEmail(id="f" * 32, template="activation", language=language, **fields)


def new_email(to: str = ZOE, template: str = "password-changed", **more: Any) -> NewEmail:
    return NewEmail(**{"template": template, "to": to, "language": "fr", "data": {}, **more})


def enqueued(world: World, to: str = ZOE, template: str = "password-changed", **more: Any) -> str:
    """Enqueue an email, in French unless `more` says otherwise, and return its id."""
    work = UnitOfWork(world, world.now)
    enqueue_email(work, new_email(to, template, **more))
    work.commit()
    return email_id_of(work.writes[0].key)


def stream(world: World) -> None:
    """Deliver what is enqueued as the table's stream does: at once. What is to be tried again waits for its time."""
    for key in list(world.table.due(DUE, world.now + world.portal.policies.mail.give_up)):
        deliver(world, email_id_of(key), world.now)


def tell(world: World, email: str, state: EmailState, minutes: float = 0) -> bool:
    """Let the mail service tell what became of an email so many minutes from now; return whether that was news."""
    event = DeliveryEvent(email_id=email, state=state, at=world.now + timedelta(minutes=minutes))
    return apply_delivery_event(world, event, world.now)


def waiting_for_staff(world: World) -> list[tuple[str, str]]:
    """Return the addresses of which staff have to know, and why."""
    return [(each.to, str(each.trouble)) for each in list_troubles(world)]


def row(world: World, email: str) -> Item:
    found = world.table.get(outbox_key(email))
    assert found, email
    return found


def swept(world: World, minutes: int) -> None:
    """Let time pass, with a sweep each minute."""
    for _ in range(minutes):
        world.clock.advance(timedelta(minutes=1))
        sweep(world, world.now)


def receivers(world: World) -> list[str]:
    """Return whom a mail was sent to."""
    return sorted(message.to for message in world.mailer.messages)
