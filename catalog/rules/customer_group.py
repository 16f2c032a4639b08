"""Customer groups that every installation has, by their code."""

NOT_LOGGED_IN = "0"
GENERAL = "1"
# The configuration and the storefront count on them.
PERMANENT = frozenset({NOT_LOGGED_IN, GENERAL})
