"""What groups teach in which order, and what each newcomer missed and will meet again."""
