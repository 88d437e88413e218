"""A stranger who wants in, or others out: guesses, floods, asks, signs up with others' addresses, bends own links."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from chalicelib.accounts.actions import activate, recover, sign_in, sign_up
from chalicelib.accounts.errors import LinkRefused
from chalicelib.accounts.inputs import Activate, ForgottenPassword, Resend, SignIn, SignUp
from chalicelib.accounts.visitor import Visitor
from chalicelib.canonical import canonical_network
from chalicelib.errors import RequestError
from chalicelib.proof import OWNER
from chalicelib.staff.actions.blocked_sign_in import sign_in_though_blocked
from chalicelib.staff.actions.sign_in import verify_password
from chalicelib.staff.inputs import BlockedSignIn, StaffSignIn
from tests.faults.place import Place

OWN = "mallory@example.net"
CHOSEN = ("granite-Otter-13-velvet", "copper-Finch-24-meadow", "saffron-Heron-35-cellar")  # by the stranger
PREFIX = "2001:db8:77:1::"  # all of it one network's
BURST, FEW = 6, 2  # guesses at once: one more than lock; other requests
Act = Callable[[str, datetime], None]


class Adversary:
    """Each act is a burst against one address; `staff` are addresses of the staff, which are known too.

    What should never succeed is noted in `place.wrongs`.
    """

    def __init__(self, place: Place, victims: tuple[str, ...], staff: tuple[str, ...]) -> None:
        self._place, self._world, self._chance = place, place.world, place.chance
        self._victims, self._staff = victims, staff
        self._used: set[str] = set()  # links that have worked once

    @property
    def acts(self) -> tuple[Act, ...]:
        return (
            *(self.guess, self.guess, self.flood, self.ask_for_links, self.sign_up, self.sign_up),
            *(self.try_codes, self.try_own_password, self.bend_links, self.try_staff),
        )

    def do(self, now: datetime) -> None:
        """Do something to someone."""
        self.chosen()(self._chance.choice(self._victims), now)

    def chosen(self) -> Act:
        return self._chance.choice(self.acts)

    # --- to keep others out ---

    def guess(self, victim: str, now: datetime) -> None:
        self._burst(lambda visitor: self._sign_in(victim, "guess", visitor, now), BURST)

    def flood(self, _: str, now: datetime) -> None:
        """Fail at names that nobody has, to use up what all have together."""
        nobody = f"nobody-{self._chance.randint(0, 99)}@example.net"
        self._burst(lambda visitor: self._sign_in(nobody, "guess", visitor, now), BURST)

    def ask_for_links(self, victim: str, now: datetime) -> None:
        form = ForgottenPassword(identifier=victim)
        self._burst(lambda visitor: recover.send_reset_link(self._world, form, visitor, now))

    def try_codes(self, victim: str, now: datetime) -> None:
        """Use up the tries of a code, and have another one mailed."""
        typed = Activate(email=victim, code=f"{self._chance.randint(0, 9_999_999):07}")
        self._burst(lambda visitor: activate.activate_by_code(self._world, typed, visitor, now))
        activate.resend(self._world, Resend(email=victim), self._visitor(), now)

    def try_staff(self, _: str, now: datetime) -> None:
        """Try the staff's doors, both of them."""
        email = self._chance.choice(self._staff)
        guess = StaffSignIn(email=email, password=SecretStr("guess"))
        self._burst(lambda visitor: verify_password(self._world, guess, visitor, now), BURST)
        form = BlockedSignIn(email=email, password=SecretStr("guess"), code="123456")
        sign_in_though_blocked(self._world, form, self._visitor(), now)

    # --- to get in ---

    def sign_up(self, victim: str, now: datetime) -> None:
        """Sign up with another's address, each time with a password of one's own and from another browser."""
        wish = SignUp(email=victim, password=SecretStr(self._chance.choice(CHOSEN)), accept_terms=True)
        self._burst(lambda visitor: sign_up.sign_up(self._world, wish, visitor, now))

    def try_own_password(self, victim: str, now: datetime) -> None:
        self._sign_in(victim, self._chance.choice(CHOSEN), self._visitor(), now)

    def bend_links(self, victim: str, now: datetime) -> None:
        """Repeat links of one's own, and write another's id into them; without any, ask for one."""
        tokens = list(self._own_tokens())
        if not tokens:
            self._get_own_links(now)
            return
        token = self._chance.choice(tokens)
        for bent in (token, *(owner + token[OWNER:] for owner in self._ids_of(victim))):
            visitor = self._visitor()
            with suppress(LinkRefused):
                activate.activate_by_link(self._world, bent, visitor, now)
            with suppress(RequestError):
                recover.reset_password(self._world, bent, self._chance.choice(CHOSEN), now)
                self._note_use(bent, own=bent == token)

    def _note_use(self, token: str, *, own: bool) -> None:
        if token in self._used or not own:
            self._place.wrongs.append(f"a link {'worked twice' if own else 'of the stranger opened another account'}")
        self._used.add(token)

    def _get_own_links(self, now: datetime) -> None:
        if self._place.is_member(OWN):
            self.ask_for_links(OWN, now)
        else:
            self.sign_up(OWN, now)
        self._activate_own(now)

    def _activate_own(self, now: datetime) -> None:
        codes = [re.search(r"^\d{7}$", each.text, re.MULTILINE) for each in self._mails()]
        for code in [code[0] for code in codes if code][-1:]:
            activate.activate_by_code(self._world, Activate(email=OWN, code=code), self._visitor(), now)

    # --- how ---

    def _sign_in(self, identifier: str, password: str, visitor: Visitor, now: datetime) -> None:
        wish = SignIn(identifier=identifier, password=SecretStr(password))
        opened = sign_in.sign_in(self._world, wish, visitor, now)
        if opened.account.email != OWN:
            self._place.wrongs.append(f"{opened.account.email} opened to a stranger’s password")

    def _burst(self, ask: Callable[[Visitor], object], most: int = FEW) -> None:
        """Ask some times, whatever is answered."""
        for _ in range(self._chance.randint(1, most)):
            with suppress(RequestError):
                ask(self._visitor())

    def _visitor(self) -> Visitor:
        """Return one of many networks, of many hosts in one prefix, or always the same; each time another browser."""
        number = self._chance.randint(1, 200)
        networks = (f"198.51.100.{number}", canonical_network(f"{PREFIX}{number:x}"), "192.0.2.66")
        return Visitor("en", self._chance.choice(networks), f"stranger-{number}", "curl/8.5")

    def _ids_of(self, victim: str) -> list[str]:
        """Return the ids of a victim's account, which must be worth nothing to who learns them."""
        return [row["id"] for row in self._place.accounts() if row["email"] == victim]

    def _own_tokens(self) -> Iterator[str]:
        for each in self._mails():
            yield from re.findall(r"token=(\S+)", each.text)

    def _mails(self) -> Iterator[Any]:
        return (each for each in self._place.mailbox.sent if each.to == OWN)
