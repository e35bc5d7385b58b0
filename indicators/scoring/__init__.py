"""Scorecards and readiness levels: rules as data, points and levels as what follows from them.

`rules.py` and `judging.py` are plain functions over values, `checks.py` says what is wrong with a
rule set, `reading.py` and `inputs.py` get rules and inputs from the database, `state.py` and
`kept.py` compute what is old and keep it, `asked.py` reads what a page or command asks for, and
`league.py` ranks.
"""
