"""What one participant receives of a therapy: their course, what it works on, what was noted, and homework."""
