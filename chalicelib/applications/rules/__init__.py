"""What may happen to an application, and what its answers are worth."""
