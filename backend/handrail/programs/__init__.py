"""Programs: what a participant of one is offered each week, and who works in it."""
