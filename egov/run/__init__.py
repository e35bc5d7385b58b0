"""`python -m egov.run`: the site with its demo, from nothing, until Ctrl-C (docs/run.md)."""
