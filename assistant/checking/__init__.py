"""The check turned outward: what somebody else wrote, held against the library."""
