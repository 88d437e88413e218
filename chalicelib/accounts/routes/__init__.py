"""The desks of accounts."""

from chalicelib.accounts.routes import account, recover, sign_in, sign_up

DESKS = (sign_up.desk, sign_in.desk, recover.desk, account.desk)
