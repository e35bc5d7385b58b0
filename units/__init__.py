"""The hierarchy of units over time, users, and who may see which part of it."""
