"""Structured logs, in JSON and UTC. Callers log names, ids and reasons: never what a person typed (SECURITY SEC57)."""

from aws_lambda_powertools import Logger

log = Logger(service="guichet", utc=True, serialize_stacktrace=False)
