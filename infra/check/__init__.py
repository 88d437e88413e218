"""Checks the files of a portal: `python -m infra.check KEY`."""
