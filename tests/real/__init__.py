"""The site as it runs, and people's browsers: for `make load` and `make faults`."""
