"""What the pages of someone's own account show, and of those who share it."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.accounts.model import Account, Colleague
from chalicelib.accounts.pages import Event
from chalicelib.activities.model import Activity
from chalicelib.portal.text import Language
from chalicelib.record import Record


class Deed(Event):
    """Something that happened to the account; `by` is the name of one of those who share it."""

    by: str | None


class ColleagueRow(Record):
    """One of those who share an account."""

    person: str  # by id
    name: str
    email: str
    language: Language | None
    is_administrator: bool
    is_oneself: bool

    @property
    def option(self) -> tuple[str, str]:
        return self.person, self.name


class AccountPage(Record):
    """The account as its owner sees it."""

    email: str
    identifiers: dict[str, str]
    language: Language | None
    created_at: datetime
    recent: tuple[Deed, ...]
    colleague: ColleagueRow | None = None  # who it is, where several share the account


class WhoPage(Record):
    """Where someone who shares an account says who it is."""

    people: tuple[ColleagueRow, ...]


class ColleaguesPage(Record):
    """Those who share the account; administrators change who they are."""

    people: tuple[ColleagueRow, ...]
    may_change: bool


def colleague_row(colleague: Colleague, oneself: str) -> ColleagueRow:
    return ColleagueRow(
        person=colleague.id,
        name=colleague.name,
        email=colleague.email,
        language=colleague.language,
        is_administrator=colleague.is_administrator,
        is_oneself=colleague.id == oneself,
    )


def account_shown(
    account: Account, recent: Iterable[Activity], me: Colleague | None, colleagues: Iterable[Colleague]
) -> AccountPage:
    """Return the page; `me` is who it is of those who share the account."""
    names = {each.id: each.name for each in colleagues}
    return AccountPage(
        email=account.email,
        identifiers={str(kind): text for kind, text in account.identifiers.items()},
        language=me.language if me else account.language,
        created_at=account.created_at,
        recent=tuple(Deed(kind=each.kind, at=each.at, by=names.get(each.by)) for each in recent),
        colleague=colleague_row(me, me.id) if me else None,
    )
