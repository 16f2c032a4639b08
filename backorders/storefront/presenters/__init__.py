"""What the templates of cart, checkout and confirmation are given: frozen primitives, ready to print."""
