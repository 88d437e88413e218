"""Addresses found by their postal code (REQUIREMENTS F9)."""
