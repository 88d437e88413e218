"""Addresses of tracing."""

from chalicelib.tracing.routes import api, follow, trace

DESKS = (trace.desk, follow.desk, api.desk)
