"""Whether the site lives and can work: /healthz and /readyz (docs/operations.md)."""
