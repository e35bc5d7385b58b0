"""The form II.06."""
