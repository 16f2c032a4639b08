"""What the shop's templates are given: frozen primitives, ready to print."""
