"""The pages of what was announced: the list with its old versions, the form, and the file."""
