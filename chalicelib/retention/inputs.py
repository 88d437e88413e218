"""What the page behind a notice's link sends."""

from chalicelib.web.inputs import Input, Line


class Keep(Input):
    """The link's token, which a browser has in a cookie."""

    token: Line | None = None
