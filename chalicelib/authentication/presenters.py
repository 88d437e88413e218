"""Builds the pages about second factors."""

from chalicelib.authentication.actions.enrolment import Setup
from chalicelib.authentication.actions.second_step import PendingSignIn
from chalicelib.authentication.model import Factors
from chalicelib.authentication.schemas import FactorRow, FactorsPage, NewFactorPage, RecoveryCodesPage, SecondStepPage


def second_step_shown(pending: PendingSignIn) -> SecondStepPage:
    return SecondStepPage(ticket=pending.ticket, until=pending.until, passkey_options=pending.passkey_options)


def new_factor_shown(setup: Setup) -> NewFactorPage:
    return NewFactorPage(
        setup=setup.ticket,
        secret=setup.secret,
        app_address=setup.app_address,
        passkey_options=setup.passkey_options,
    )


def factors_shown(factors: Factors) -> FactorsPage:
    last = len(factors.enrolled) == 1
    rows = [
        FactorRow(factor=each.id, kind=each.kind, device=each.device, added_at=each.added_at, is_last=last)
        for each in factors.enrolled
    ]
    return FactorsPage(factors=tuple(rows), recovery_codes_left=len(factors.recovery_codes))


def recovery_codes_shown(factors: Factors, codes: tuple[str, ...]) -> RecoveryCodesPage:
    """Return the page of new `codes`; without any, it says how many of the person's are left."""
    return RecoveryCodesPage(recovery_codes=codes, recovery_codes_left=len(codes or factors.recovery_codes))
