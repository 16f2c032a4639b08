"""What happens when something else happened: each receiver calls one action."""
