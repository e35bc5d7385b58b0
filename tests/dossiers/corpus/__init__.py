"""Export files with everything that can be wrong with them, each with what must come of it."""
