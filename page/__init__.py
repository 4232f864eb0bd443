"""The page in the browser: what it shows, in three languages, and what its controls do."""
