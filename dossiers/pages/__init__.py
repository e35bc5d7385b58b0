"""Uploads and dossiers as their pages show them."""
