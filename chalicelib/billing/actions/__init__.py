"""What people, staff, Stripe and time do with invoices."""
