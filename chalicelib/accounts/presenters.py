"""Makes the page of someone's mail of the letters."""

from collections.abc import Iterable

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.profile_schemas import LetterRow, MailPage
from chalicelib.outbox.compose import subject
from chalicelib.outbox.model import Letter
from chalicelib.outbox.told import may_repeat
from chalicelib.web.request import Request


def mail_shown(request: Request, whose: Person, letters: Iterable[Letter]) -> MailPage:
    return MailPage(
        email=whose.email,
        unreachable_since=whose.unreachable_since,
        letters=tuple(_row(request, letter) for letter in letters),
    )


def _row(request: Request, letter: Letter) -> LetterRow:
    return LetterRow(
        letter=letter.id,
        subject=subject(request.services, letter, request.language),
        to=letter.to,
        state=letter.state,
        written_at=letter.created_at,
        state_since=letter.told_at or letter.finished_at,
        can_be_sent_again=may_repeat(letter),
    )
