"""Those of a random schedule who share an account: each comes under a name, and one brings in others."""

from datetime import datetime

from chalicelib.accounts.actions import sharing
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.model import Member
from chalicelib.accounts.profile_inputs import AddMember
from tests.faults.people import Doing, Visitor, open_account
from tests.faults.place import Place

COMPANY = "shop@example.org"


class Employee(Visitor):
    """Someone who signs in to a company's account, and says who that is: by the address, which is one's own."""

    def __init__(self, place: Place, address: str) -> None:
        super().__init__(place, COMPANY)
        self.address = address

    @property
    def doings(self) -> tuple[Doing, ...]:
        return (*super().doings, *[self.bring_in] * 4, *[self.send_away] * 3)

    def come(self, now: datetime) -> None:
        """Sign in, and say who it is; who is nobody there any more goes as they came."""
        super().come(now)
        person = resume(self._world, self._token, now)
        if person and person.must_say_who:
            own = [each for each in sharing.sharers(self._world, person) if each.email == self.address]
            self._token = sharing.say_who(self._world, person, own[0].id, now)[0] if own else ""

    def bring_in(self, now: datetime) -> None:
        person = self._person(now)
        if person and person.account.is_shared:
            name = self._chance.choice(("noa", "lou"))
            wish = AddMember(name=name, email=f"{name}@example.org", language="fr", is_administrator=True)
            sharing.add(self._world, person, wish, now)

    def send_away(self, now: datetime) -> None:
        person = self._person(now)
        if person and person.account.is_shared:
            others = [each for each in sharing.sharers(self._world, person) if each.id != person.id]
            if others:
                sharing.remove(self._world, person, self._chance.choice(others).id, now)

    def _person(self, now: datetime) -> Person | None:
        person = super()._person(now)
        return None if person and person.must_say_who else person


def open_company(place: Place) -> list[Visitor]:
    """Have a company with an account that two share, who both may bring in others; return all who may ever."""
    names = ("mia", "luc", "noa", "lou")
    here = [
        Member(
            id=place.world.ids.new(),
            name=name,
            email=f"{name}@example.org",
            is_administrator=True,
            added_at=place.world.now,
        )
        for name in names[:2]
    ]
    open_account(place.world, COMPANY, here)
    return [Employee(place, f"{name}@example.org") for name in names]
