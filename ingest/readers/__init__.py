"""Readers: one file a format; `read_document` picks the one that a file's content asks for."""

from ingest.readers.registry import ReadFile, Reading, SkippedAttachment, read_attached, read_document

__all__ = ["ReadFile", "Reading", "SkippedAttachment", "read_attached", "read_document"]
