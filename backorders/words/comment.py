"""What is said of a comment on an order: who reads it, and why it is not kept."""

from catalog.rules.text import typed_problem

LONGEST_COMMENT = 1000
COMMENT_KEPT = "The comment has been kept. Only staff read it."
COMMENT_MAILED = "The comment has been kept, and is mailed to the customer."
EMPTY = "Please write a comment."
TOO_LONG = f"Please write at most {LONGEST_COMMENT:,} characters."


def comment_kept_for(*, is_told: bool) -> str:
    """Return who reads the comment."""
    return "Mailed to the customer" if is_told else "Internal"


def why_not_comment(text: str) -> str:
    """Return why `text` is no comment; empty when it is one."""
    if not text.strip():
        return EMPTY
    if len(text) > LONGEST_COMMENT:
        return TOO_LONG
    problem = typed_problem(text, longest=None, is_line=False)
    return f"Comment: {problem}" if problem else ""
