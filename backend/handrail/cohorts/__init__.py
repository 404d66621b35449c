"""Cohorts, who belongs to them and who waits."""
