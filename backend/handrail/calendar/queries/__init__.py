"""Statements of the calendar. Row-level security keeps every one of them inside one organization."""
