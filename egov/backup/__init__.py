"""Backups: the database and the files that its rows name, as of one moment, in a folder that says
what must be found in it again (docs/operations.md)."""
