"""From typed rows to what is known of the dossiers, and back again."""
