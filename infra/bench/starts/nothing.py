"""What Python itself pays."""
