"""Every decision of the catalog, as plain Python: numbers in, decisions out. Standard library only."""
