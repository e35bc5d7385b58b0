"""Measurements against DESIGN.md section 10: `make bench`. A report, no test that can fail."""
