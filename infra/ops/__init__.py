"""The operators' command line: `python -m infra.ops --help`."""
