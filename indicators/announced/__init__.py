"""Scores and levels as they were announced, kept beside the computed ones: what they say, whether
their parts sum up, entering and reading them (docs/decisions/0024)."""
