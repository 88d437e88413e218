"""A registration that is in force, without the application that leads to one."""

from chalicelib.portal.text import Text
from chalicelib.registrations.actions.register import register
from chalicelib.registrations.model import Registration
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def registered(services: Services, account: str) -> Registration:
    """Register someone, and return the registration."""
    now = services.clock.now()
    registration = Registration(
        number="987654321",
        account=account,
        holder="Zoé Marchand",
        category="registration",
        registered_on=now.date(),
        created_at=now,
        caused_by=("APPLICATION#987654321",),
    )
    work = UnitOfWork(services, services.clock.now())
    register(work, registration, Text(fr="Inscription", en="Registration"))
    work.commit()
    return registration
