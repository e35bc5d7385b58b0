"""The pages of submissions: who has to do what, the form, and one submission with its evidence."""
