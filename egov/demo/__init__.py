"""The demo province: Gia Lai, its units real, its dossiers generated (docs/demo.md)."""
