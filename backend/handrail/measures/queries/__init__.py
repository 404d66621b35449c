"""Statements about measures."""
