"""Writes the documents that say where each row of the requirements stands: `python -m infra.docs`."""
