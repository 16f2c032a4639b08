"""Accounts of shoppers: sign up, sign in, a forgotten password, and what an account shows (docs/decisions/0086)."""
