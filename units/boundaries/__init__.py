"""Outlines of units: reading GeoJSON, simplifying without gaps, keeping, drawing."""
