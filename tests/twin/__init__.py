"""The naive twin: the rules of counting once more, slow and obvious, to test the real ones by."""
