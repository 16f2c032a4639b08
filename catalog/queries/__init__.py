"""Questions about many rows, the SQL twins of the rules, and the only locks. Never a write."""
