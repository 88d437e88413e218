"""A portal whose keys can be replaced, with people whom that must not lock out."""

from datetime import timedelta
from functools import partial
from typing import Any

from pyotp import TOTP

from chalicelib.app_factory import create_app
from chalicelib.authentication.inputs import SecondStep
from chalicelib.authentication.rules.derivation import app_secret, hash_recovery_code
from chalicelib.cloud.keyring import NAMES, Keyring
from chalicelib.cloud.secret import READ_AGAIN, LivingRing
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.factors import renew_codes
from chalicelib.staff.actions.sign_in import complete_sign_in
from chalicelib.staff.model import Staff
from infra.ops.keys import KeySecret
from tests.support.http import Browser
from tests.support.people import VISITOR, ZOE, activated
from tests.support.staff import DESK, as_it_is, changed, person_of, staff_member, staff_session, try_password
from tests.support.world import GOOD, World

PORTALS, FACTORS = b"a key for tests, and only for them", b"a key of second factors in tests"
OLD_CODE = "0123-4567-89ab-cdef"
ENGLISH = VISITOR._replace(language="en")


class Secrets:
    """Secrets Manager with the two plain keys that a stage begins with."""

    def __init__(self) -> None:
        self.texts = {"portal": PORTALS.decode(), "factors": FACTORS.decode()}

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 -- the service's name
        return {"SecretString": self.texts[SecretId]}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> dict[str, str]:  # noqa: N803
        self.texts[SecretId] = SecretString
        return {}


class Drill(World):
    """A portal on secrets that operators change, with someone who has an account and someone of the staff."""

    def __init__(self) -> None:
        super().__init__("social-work")
        self.client: Any = Secrets()
        self.portals, self.factors = KeySecret(self.client, "portal", False), KeySecret(self.client, "factors", True)
        self._portal_ring = LivingRing(partial(self._text, "portal"))
        self._ring_of_factors = LivingRing(partial(self._text, "factors"))
        activated(self, ZOE, visitor=ENGLISH)
        self.staff = staff_member(self)
        self.phone = self._phone()  # its secret, which nothing changes
        self.browser = Browser(create_app(self))
        assert self.signs_in(self.browser)

    def _text(self, name: str) -> bytes:
        return str(self.client.texts[name]).encode()

    def _phone(self) -> str:
        (app,) = self.as_staff().factors.apps
        return app_secret(self.factor_keyring, claimant_of(self, self.staff), app.nonce, app.made_with)

    def enrolled_before(self) -> None:
        """Let the factors of staff be as rows hold them that the portal's own key was used for."""
        portal, claimant = Keyring(PORTALS), claimant_of(self, self.staff)
        (app,) = self.as_staff().factors.apps
        old = app.replace(key=None)
        codes = (hash_recovery_code(portal, claimant, OLD_CODE, NAMES),)
        changed(self, self.staff, factors=self.as_staff().factors.replace(enrolled=(old,), recovery_codes=codes))
        self.phone = app_secret(portal, claimant, app.nonce, NAMES)

    def pass_time(self, span: timedelta) -> None:
        """Let processes read the rings again, as they do, and the person go on to look at pages."""
        for _ in range(int(span / READ_AGAIN)):
            self.clock.advance(READ_AGAIN)
            self.read_rings()
            assert self.browser.get("/en/account").status == 200

    def read_rings(self) -> None:
        self.keyring, self.factor_keyring = self._portal_ring.at(self.now), self._ring_of_factors.at(self.now)

    def signs_in(self, browser: Browser) -> bool:
        answer = browser.submit("/en/sign-in", identifier=ZOE, password=GOOD)
        return answer.status == 200 and "__Host-session" in browser.cookies

    def staff_signs_in(self, **proof: str) -> None:
        """Sign in with the phone, or another proof, and let the half minute of the code pass."""
        given = proof or {"code": TOTP(self.phone).at(self.now)}
        signed = complete_sign_in(self, SecondStep(ticket=try_password(self).ticket, **given), DESK, self.now)
        assert signed.staff.id == self.staff.id
        self.clock.advance(seconds=30)

    def everyone_signs_in(self) -> None:
        assert self.browser.get("/en/account").status == 200  # whose session began before the key leaked
        known = Browser(create_app(self))
        known.cookies["__Host-device"] = self.browser.cookies["__Host-device"]
        assert self.signs_in(known)
        assert self.signs_in(Browser(create_app(self)))
        self.staff_signs_in()

    def as_staff(self) -> Staff:
        return as_it_is(self, self.staff)

    def draws_codes(self) -> tuple[str, ...]:
        return renew_codes(self, person_of(self, staff_session(self, self.staff)), self.now)
