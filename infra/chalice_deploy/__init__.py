"""Puts a portal's code on AWS by `chalice deploy`, with all that CloudFormation would put beside it."""
