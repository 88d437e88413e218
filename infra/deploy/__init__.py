"""Puts portals on AWS, or on the local cloud: the same templates by the same way."""
