"""From a file to a document: readers, layout, chunks, and what is known about text."""
