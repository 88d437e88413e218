"""Registers a person: the registration and its certificate, in the change that makes an application final (M4)."""

from chalicelib.portal.text import Text
from chalicelib.registrations.actions.certificates import certify
from chalicelib.registrations.model import Registration
from chalicelib.registrations.storage import add_registration
from chalicelib.unit_of_work import UnitOfWork


def register(work: UnitOfWork, registration: Registration, title: Text) -> None:
    """Add the registration and its certificate to the change, which fails if there is one of this number."""
    add_registration(work, registration)
    certify(work, registration, title)
