"""Questions about many orders, and the only locks. Never a write."""
