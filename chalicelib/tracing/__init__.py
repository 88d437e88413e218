"""Tracing of shipments by their number (REQUIREMENTS T1-T4)."""
