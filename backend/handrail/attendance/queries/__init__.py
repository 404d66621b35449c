"""Statements about attendance."""
