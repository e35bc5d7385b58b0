"""Tables of figures as files: complete, typed, and with what they mean (docs/decisions/0018)."""
