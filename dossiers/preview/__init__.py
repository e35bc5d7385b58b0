"""What a file would do before it is loaded, and what is asked about it."""
