"""Readers: one file a format; `read_document` picks the one that a file needs."""
