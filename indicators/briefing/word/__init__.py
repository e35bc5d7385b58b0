"""Word documents: the built-in layout, and the administrator's own files with placeholders."""
