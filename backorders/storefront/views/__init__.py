"""One page of cart, checkout and order a file: load, ask, respond."""
