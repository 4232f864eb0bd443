"""Names of places and institutions in Dutch, French and English, and other names as written.

Countries are CLDR's (through Babel); cities, regions, rivers, institutions and the adjectives of
places come from the TSV files beside this module, which are Missive's own.
"""

from ingest.text.names.closest import closest_names
from ingest.text.names.folding import fold
from ingest.text.names.gazetteer import Entry, EntryKind, entries, expand
from ingest.text.names.mentions import Mention, find_names
from ingest.text.names.proper import proper_names

__all__ = [
    "Entry",
    "EntryKind",
    "Mention",
    "closest_names",
    "entries",
    "expand",
    "find_names",
    "fold",
    "proper_names",
]
