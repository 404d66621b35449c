"""The people who give care: who they are, what they are licensed for, what they may lead, who supervises them."""
