"""Inputs of units for scorecards: filled in, borne out by files, submitted, and counted when
somebody else has verified them (docs/decisions/0025)."""
