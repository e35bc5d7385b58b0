"""How far work under way is: in words, as a bar of a page, as a line of a terminal."""
