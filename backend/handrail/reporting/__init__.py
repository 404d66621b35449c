"""Read-only views across slices: today, a roster, a week."""
