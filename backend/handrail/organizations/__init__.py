"""The organization, where it works, when it is closed, and the limits of a program week."""
