"""The library on disk: documents, chunks, vectors, and search over them."""
