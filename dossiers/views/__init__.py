"""The pages of uploads and dossiers."""
