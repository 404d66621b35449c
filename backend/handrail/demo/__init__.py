"""A believable clinic to try Handrail with; none of its people exist."""
