"""What people ask for on a form that staff check: an access code, a way back into an account."""
