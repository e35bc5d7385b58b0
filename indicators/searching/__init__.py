"""Finding by name or code: units, procedures, indicators, dossiers, words that need explaining."""
