"""Routes of the staff file."""
