"""PostgreSQL and Redis of our own, from binaries that arrive as wheels (Linux).

`python -m egov.embedded COMMAND...` runs a command with both; `docs/settings.md` says how.
Nothing here imports Django.
"""
