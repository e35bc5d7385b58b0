"""What the dossiers mean: counting, figures, ranking."""
