"""What is said of rows that have to leave the system."""

# The text of a row while it is tried. It stays when the worker is killed meanwhile.
UNFINISHED = "It was begun and not finished: the worker may have been ended."


def not_again_words(what: str, standing: str) -> str:
    """Return why `what`, "This refund", is not sent again: it stands at `standing`, a label."""
    return f"{what} is not to be sent again. It stands at: {standing}."
