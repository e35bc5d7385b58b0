"""Figures that units report."""
