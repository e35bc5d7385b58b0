"""The page of a unit, section by section, and its profile."""
