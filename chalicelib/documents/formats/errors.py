"""Why a file can't be judged."""


class TooComplex(Exception):
    """To look into it would take more work than one file may."""


class Unreadable(Exception):
    """A part that has to be looked into can't be."""
