"""`make load`: people read while a large file loads."""
