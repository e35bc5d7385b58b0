"""Tables as files, for the pages of every app."""
