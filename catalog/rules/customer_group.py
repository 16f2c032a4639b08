"""Customer groups by their code: those that every installation has, and which code a new one gets."""

# For all shoppers; the code of no group.
ALL_GROUPS = "32000"
NOT_LOGGED_IN = "0"
GENERAL = "1"
# The configuration and the storefront count on them.
PERMANENT = frozenset({NOT_LOGGED_IN, GENERAL})


def code_after(last: int | None) -> str:
    """Return the code of a new group, where `last` is the highest of a group that there is; None: there is none."""
    following = 0 if last is None else last + 1
    return str(following + 1 if str(following) == ALL_GROUPS else following)
