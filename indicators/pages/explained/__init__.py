"""What each indicator means: the list of all, and a page for each."""
