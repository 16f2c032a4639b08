"""Incoming supply: what is expected when, typed or read from a file, listed, changed, and given up."""
