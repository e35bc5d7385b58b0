"""A CSV file of lines that are entered, each taken or refused with its reason: reading it, and the
page and the command that do. Forms read the same cells and refuse by the same error."""
