"""Budgets of a portal: how often something may happen."""

from chalicelib.portal.spans import Limit, SharedLimit
from chalicelib.record import Record


class LimitPolicy(Record):
    """Budgets that keep one visitor from using up everyone's (SECURITY SEC04, SEC07)."""

    sign_in_failures: SharedLimit  # from one network address, but for browsers that are known
    sign_in_failures_overall: Limit  # in the whole portal
    requests: Limit  # sign-ups, resends and recoveries from one network address
    mails: Limit  # of one purpose to one e-mail address, beside the activation mail's own limits
    resets: Limit  # mails with a link to a new password to one e-mail address, once `mails` is spent
    mails_again: Limit  # that someone who is signed in asks for once more
    look_ups: SharedLimit  # of files by number, from one network address
    look_ups_overall: Limit  # in the whole portal
