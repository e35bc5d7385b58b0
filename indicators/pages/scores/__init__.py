"""Scorecards as their pages show them: league table, one unit, the rules."""
