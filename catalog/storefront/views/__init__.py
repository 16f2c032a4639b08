"""One page of the shop a file: load, ask, respond."""
