"""What people do with the calendar: one function a use case."""
