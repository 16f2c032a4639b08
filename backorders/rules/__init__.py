"""Every decision about orders, as plain Python. Standard library and the catalog's rules only."""
