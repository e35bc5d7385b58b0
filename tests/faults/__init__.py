"""`make faults`: kill -9 of anything at random moments, and what is there after recovery."""
