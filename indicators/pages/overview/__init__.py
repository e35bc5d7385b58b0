"""The overview: the page that a leader opens every morning, on one screen."""
