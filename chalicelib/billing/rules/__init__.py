"""What is decided of money: pure, in whole cents."""
