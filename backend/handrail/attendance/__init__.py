"""Who came, from when to when, and what it adds to the week."""
