"""What time ends: how that is decided, announced and called off."""
