"""Writes the generated documents, of requirements and of the data model: `python -m infra.docs`."""
