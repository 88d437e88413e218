"""A siege: a stranger does what he can against someone who wants in just then, in calm weather (SECURITY SEC07)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from pydantic import SecretStr
from pyotp import TOTP

from chalicelib.accounts.errors import SignInRefused
from chalicelib.authentication.inputs import SecondStep
from chalicelib.authentication.rules.derivation import secret_of
from chalicelib.errors import RequestError, TooMany
from chalicelib.outbox.sender import sweep
from chalicelib.outbox.storage import mailbox_id, mailbox_key
from chalicelib.staff.actions import find, invitation
from chalicelib.staff.actions.blocked_sign_in import sign_in_though_blocked
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.sign_in import complete_sign_in, verify_password
from chalicelib.staff.inputs import BlockedSignIn, FirstFactor, InviteStaff, Roles, StaffSignIn
from chalicelib.staff.model import Staff
from tests.faults.adversary import Act, Adversary
from tests.faults.clouds import CALM
from tests.faults.guests import PASSWORD, Guest
from tests.faults.place import Place
from tests.support.staff import DESK

WAIT = timedelta(minutes=30)  # in which the owner of a mailbox gets in
MINUTE = timedelta(minutes=1)
BEFORE = 5  # acts of the stranger before the victim comes, at most
PAUSES = (0, 0, 0.2, 1, 4, 35)  # minutes between two of them
STAFF = "anne@body.example"


class Siege:
    """Who is kept out is noted in `place.wrongs`."""

    def __init__(self, place: Place, adversary: Adversary, deliver: Callable[[], None]) -> None:
        self._place, self._world, self._chance = place, place.world, place.chance
        self._adversary, self._deliver = adversary, deliver

    def lay(self, victim: Guest) -> None:
        """Let a person come on the browser that is known, and on a new one; then one of the staff."""
        weather = self._place.weather
        before, weather.chances = weather.chances, CALM
        acts = [self._adversary.chosen() for _ in range(2)]
        for _ in range(self._chance.randint(1, BEFORE)):
            self._attack(victim.email, acts)
            self._world.clock.advance(minutes=self._chance.choice(PAUSES))
        self._post()
        if self._takes_mail(victim.email):
            self._person(victim)
        self._staff()
        weather.chances = before

    def _person(self, victim: Guest) -> None:
        if victim.is_known and not self._is_let_in(victim):
            self._place.wrongs.append(f"{victim.email} is kept out of a browser that is known")
        victim.take_new_browser()
        until = self._world.now + WAIT
        while not self._is_let_in(victim):
            if self._world.now >= until:
                self._place.wrongs.append(f"{victim.email} is kept out of a new browser")
                return
            self._attack(victim.email, self._adversary.acts)
            with suppress(RequestError):
                victim.ask_for_mail(self._world.now)
            self._post()
            with suppress(RequestError):
                victim.use_mail(self._world.now)
            self._world.clock.advance(MINUTE)

    def _is_let_in(self, victim: Guest) -> bool:
        try:
            victim.sign_in(self._world.now)
        except (SignInRefused, TooMany):
            return False
        return True

    def _staff(self) -> None:
        self._world.clock.advance(MINUTE)  # a code of an app is good once
        staff = find.by_email(self._world, STAFF)
        assert staff
        try:
            self._sign_in_staff(staff)
        except RequestError as refusal:
            self._place.wrongs.append(f"staff are kept out: {type(refusal).__name__}")

    def _sign_in_staff(self, staff: Staff) -> None:
        now, secret = self._world.now, SecretStr(PASSWORD)
        code = TOTP(secret_of(self._world.factor_keyring, claimant_of(self._world, staff), staff.factors.apps[0])).at(
            now
        )
        try:
            pending = verify_password(self._world, StaffSignIn(email=STAFF, password=secret), DESK, now)
        except (SignInRefused, TooMany):
            sign_in_though_blocked(self._world, BlockedSignIn(email=STAFF, password=secret, code=code), DESK, now)
        else:
            complete_sign_in(self._world, SecondStep(ticket=pending.ticket, code=code), DESK, now)

    def _attack(self, email: str, acts: Sequence[Act]) -> None:
        with suppress(RequestError):
            self._chance.choice(acts)(email, self._world.now)

    def _post(self) -> None:
        """Let the mail that is written be in the mailboxes."""
        self._deliver()
        sweep(self._world, self._world.now + self._world.portal.policies.mail.first_retry)

    def _takes_mail(self, email: str) -> bool:
        row = self._place.table.items.get(mailbox_key(mailbox_id(self._world.keyring, email)), {})
        return "shut" not in row


def open_staff(place: Place) -> None:
    """Have one of the staff, with a password and an app."""
    world = place.world
    invited = InviteStaff(email=STAFF, language="fr", roles=Roles(finance=True))
    staff = invitation.invite(world, invited, "operator", world.now)
    assert staff.invitation
    token = staff.invitation.proof(staff.id).token(world.keyring)
    invitation.choose_password(world, token, PASSWORD, world.now)
    setup = invitation.begin_factor(world, token, world.now)
    proof = FirstFactor(token=token, setup=setup.ticket, code=TOTP(setup.secret).at(world.now))
    invitation.finish(world, proof, DESK, world.now)
