"""Questions in, checked answers out: the assistant, its engines, its commands."""
