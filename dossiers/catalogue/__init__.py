"""The catalogue of procedures: its files, its terms, and what dossiers name of it."""
