"""Accounts: who they are, how they sign in, and how long that lasts."""
