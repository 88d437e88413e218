"""What people do with their applications."""
