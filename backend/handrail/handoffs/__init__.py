"""Hand-offs: what one shift must know of the one before."""
