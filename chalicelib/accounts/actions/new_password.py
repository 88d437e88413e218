"""Sets a new password by the rules, and remembers the earlier ones (REQUIREMENTS A2, S6)."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.accounts.model import Account
from chalicelib.accounts.rules.passwords import Demand, demands, unmet
from chalicelib.errors import Invalid
from chalicelib.phrase import phrase
from chalicelib.portal.model import Portal
from chalicelib.services import Services


def password_demands(portal: Portal, names: Iterable[str] = ()) -> list[Demand]:
    """Return the portal's rules for someone known by `names`."""
    body = portal.body
    context = [portal.name.fr, portal.name.en, body.short_name.fr, body.short_name.en, body.name.fr, body.name.en]
    return demands(portal.policies.password, names, context)


def refuse_weak(portal: Portal, password: str, names: Iterable[str]) -> None:
    """Raise Invalid with every rule that the password breaks. A part of an address is only the one before the @."""
    broken = unmet(password, password_demands(portal, [name.partition("@")[0] for name in names]))
    if broken:
        raise Invalid({"password": phrase("The password does not meet these rules: {rules}.", rules=broken)})


def refuse_earlier(services: Services, password: str, account: Account) -> None:
    """Raise Invalid for the password that was, and for those before that the policy remembers."""
    if any(services.passwords.matches(password, hashed) for hashed in (account.password, *account.earlier_passwords)):
        raise Invalid({"password": phrase("You have used this password before. Choose another one.")})


def with_password(services: Services, account: Account, password: str, now: datetime) -> Account:
    """Return the account with the new password: its other sessions end, and links that were mailed are void."""
    kept = services.portal.policies.password.remembered - 1  # the one before is remembered by itself
    return account.replace(
        password=services.passwords.hash(password),
        earlier_passwords=(account.password, *account.earlier_passwords)[: max(kept, 0)],
        password_set_at=now,
        epoch=account.epoch + 1,
        reset=None,
    )
