"""How people of a random schedule get in: a password, a browser that knows them, mails with links (SECURITY SEC07)."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from chalicelib.accounts.actions import activate, recover, sign_in, sign_up
from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.inputs import Activate, ForgottenPassword, Resend, SignIn, SignUp
from chalicelib.accounts.visitor import KnownDevice
from chalicelib.cloud.table import Unavailable
from chalicelib.errors import RequestError, TooMany
from tests.faults.clouds import Killed
from tests.faults.place import Place
from tests.support.people import VISITOR

PASSWORD = "maple-Canoe-77-thunder"


class Guest:
    """Someone with an address and a browser, which knows the accounts that were signed in to from it."""

    def __init__(self, place: Place, email: str) -> None:
        self.email = self.address = email
        self.password = PASSWORD
        self._browser = VISITOR._replace(device=KnownDevice(place.world.ids.new(), ()))
        self._tries = 0  # since the last one that is known to have succeeded
        self._other = ""  # a password that was chosen, and nobody knows whether that succeeded
        self._place, self._world, self._chance = place, place.world, place.chance
        self._token = ""

    def sign_up(self, now: datetime) -> None:
        wish = SignUp(email=self.email, password=SecretStr(self.password), accept_terms=True)
        sign_up.sign_up(self._world, wish, self._browser, now)

    def come(self, now: datetime) -> None:
        """Sign in: whatever others do, nobody is refused where the browser is known and the password is right."""
        typed = self.password
        try:
            self.sign_in(now)
        except (SignInRefused, TooMany):
            is_sure = typed == self.password and not self._other
            if is_sure and self.is_known and self._tries <= self._world.portal.policies.lockout.attempts:
                self._place.wrongs.append(f"{self.email} is kept out of a browser that is known, at try {self._tries}")
            raise

    def sign_in(self, now: datetime) -> None:
        """Sign in; who is not sure of a password takes the other one the next time."""
        self._tries += 1
        wish = SignIn(identifier=self.email, password=SecretStr(self.password))
        try:
            opened = sign_in.sign_in(self._world, wish, self._browser, now)
        except SignInRefused:
            if self._other:
                self.password, self._other = self._other, self.password
            raise
        self._tries, self._token, self._other = 0, opened.token, ""
        self._remember(opened.account.id)

    def get_back(self, now: datetime) -> None:
        """Use a link that is in the mailbox; have one mailed where none opens."""
        before = self.password
        self.use_mail(now)
        if self.password == before:
            self.ask_for_mail(now)

    # --- getting in on a new browser ---

    @property
    def is_known(self) -> bool:
        """Tell whether someone signed in from this browser before to the account that is there, and can again."""
        device = self._browser.device
        return device is not None and self._account() in device.accounts

    def take_new_browser(self) -> None:
        """Go on in a browser that has never been here."""
        new = self._world.ids.new()
        self._browser = VISITOR._replace(address="203.0.113.8", browser=new, device=KnownDevice(new, ()))
        self._tries = 0

    def ask_for_mail(self, now: datetime) -> None:
        """Ask for a mail with which one gets in."""
        if self._account():
            recover.send_reset_link(self._world, ForgottenPassword(identifier=self.email), self._browser, now)
            return
        self.sign_up(now)
        activate.resend(self._world, Resend(email=self.email), self._browser, now)

    def use_mail(self, now: datetime) -> None:
        """Open the last link of each kind that is in the mailbox: choose a password, or prove the address."""
        texts = [each.text for each in self._mails()]
        links = [re.search(r"/password/reset\?token=(\S+)", text) for text in texts]
        for link in [each for each in links if each][-1:]:
            with suppress(RequestError):
                self._choose(link[1], now)
        links = [re.search(r"^(\d{7})$(?s:.*?)/activate\?token=(\S+)", text, re.MULTILINE) for text in texts]
        for link in [each for each in links if each and not self._account()][-1:]:
            self._activate(link[1], link[2], now)

    def _activate(self, code: str, link: str, now: datetime) -> None:
        """Prove the address; who signed up elsewhere chooses a password then."""
        typed = Activate(email=self.email, code=code)
        token = activate.activate_by_code(self._world, typed, self._browser, now, link).password_token
        if token:
            self._choose(token, now)

    def _choose(self, token: str, now: datetime) -> None:
        chosen = f"{PASSWORD}-{self._world.ids.new()[-6:]}"
        try:
            account = recover.reset_password(self._world, token, chosen, now)
        except (Killed, Unavailable):
            self._other = chosen
            raise
        self.password, self._other = chosen, ""
        self._remember(account.id)

    def _remember(self, account: str) -> None:
        assert self._browser.device
        before = self._browser.device
        self._browser = self._browser._replace(device=before._replace(accounts=(account, *before.accounts)))

    def _account(self) -> str | None:
        """Return the id of the account that can be signed in to with the address."""
        return next(
            (row["id"] for row in self._place.accounts() if row["email"] == self.email and row["state"] == "active"),
            None,
        )

    def _mails(self) -> Iterator[Any]:
        return (each for each in self._place.mailbox.sent if each.to == self.address)
