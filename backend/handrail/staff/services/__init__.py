"""Use cases of the staff file."""
