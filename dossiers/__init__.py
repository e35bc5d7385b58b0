"""What the exports say: uploads, reading, mapping, checking, loading, history, undo."""
