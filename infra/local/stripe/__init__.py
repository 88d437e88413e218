"""Stands for Stripe: the calls that we make, a page for paying, and webhooks. No money moves."""
