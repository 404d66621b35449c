"""Use cases of cohorts, memberships and the waitlist."""
