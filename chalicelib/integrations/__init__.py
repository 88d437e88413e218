"""Integrations: systems of partners that the body lets in, with their keys."""
