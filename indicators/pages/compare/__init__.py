"""Two to six units side by side."""
