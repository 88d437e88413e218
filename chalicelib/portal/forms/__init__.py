"""Services and their forms, as data."""
