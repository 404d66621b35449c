"""Measures Handrail beside what limits it: `make bench`. A tool for developers; nothing of it is installed."""
