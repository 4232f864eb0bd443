"""Measuring answers against questions with gold answers."""
