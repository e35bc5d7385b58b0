"""Figures that units report: reading, checking, counting, and comparing them with computed ones.

A report stands for exactly its unit, period and calendar (DESIGN.md section 6 leaves it open;
docs/decisions/0016).
"""
