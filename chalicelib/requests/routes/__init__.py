"""Addresses of requests."""

from chalicelib.requests.routes import ask

DESKS = (ask.desk,)
