"""Routes of measures."""
