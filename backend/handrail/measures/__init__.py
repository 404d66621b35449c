"""Measures: instruments as versioned data, exact scoring, and what a change between two scores means."""
