"""The demo province: Gia Lai of 2018, its units real, its dossiers generated (docs/demo.md)."""
