"""Measures of the models and of search, each with one command."""
