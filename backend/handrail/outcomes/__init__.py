"""Whether it helps: who is not on track and what was done about it, and what a group of people came to."""
