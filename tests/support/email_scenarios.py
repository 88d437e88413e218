"""All emails, each with a real action that enqueues it."""

from tests.support.emails_of_files import FILES
from tests.support.emails_of_people import PEOPLE

EMAILS = [*PEOPLE, *FILES]
