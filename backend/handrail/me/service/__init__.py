"""Use cases of what participants see."""
