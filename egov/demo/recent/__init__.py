"""The demo's second stretch, January 2025 to October 2026: what the reforms of 2025 did to units
and tasks, and what the present looks like. All of it is generated (docs/demo.md)."""
