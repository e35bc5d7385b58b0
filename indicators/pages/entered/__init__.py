"""The pages of entered values: the list with its old versions, the form, and the file."""
