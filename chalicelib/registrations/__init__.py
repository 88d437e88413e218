"""Registrations: who is registered, in which class, since when, with which status; and their certificates."""
