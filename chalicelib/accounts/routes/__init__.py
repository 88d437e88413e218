"""The desks of accounts."""

from chalicelib.accounts.routes import account, mail, recover, share, sign_in, sign_up

DESKS = (sign_up.desk, sign_in.desk, recover.desk, account.desk, mail.desk, share.desk)
