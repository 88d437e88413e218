"""Input of the page that a notice links to."""

from chalicelib.web.inputs import Input, Line


class Keep(Input):
    """The link's token; a browser sends it as a cookie instead."""

    token: Line | None = None
