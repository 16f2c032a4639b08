"""Sales > Ready to ship: what can leave now, shipped and printed many orders at once."""
