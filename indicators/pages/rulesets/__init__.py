"""The administration of scorecards: the form of a draft, its live check, its test run."""
