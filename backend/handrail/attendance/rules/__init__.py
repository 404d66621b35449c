"""Presence in a session, and what it adds to a week."""
