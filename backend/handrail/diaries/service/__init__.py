"""Use cases of diary cards, chain analyses and treatment targets."""
