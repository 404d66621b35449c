"""What participants see and do by themselves, and who lets them in."""
