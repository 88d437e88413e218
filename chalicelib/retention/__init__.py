"""Retention: decides when records end, announces it, and lets people call it off."""
