"""Closed periods: publishing their tables, opening them again, and what changed since, with its
cause (docs/decisions/0020)."""
