"""Entered values: reading and writing them, adding them up, and the figures that use them
(docs/decisions/0021)."""
