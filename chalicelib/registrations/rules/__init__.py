"""Rules of registrations: pure functions of (record, day)."""
