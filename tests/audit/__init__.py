"""`make audit`: known faults of what we depend on, and secrets that somebody has committed."""
