"""Use cases of planning a week."""
