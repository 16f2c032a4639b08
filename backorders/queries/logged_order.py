"""Which order is being worked on: lines of the log name it, by its number in the database and by nothing secret."""

from contextvars import ContextVar

logged_order: ContextVar[int | None] = ContextVar("logged_order", default=None)


def about_order(pk: int | None) -> None:
    """Let every line of the log name the order from now on, until the request or the try ends."""
    logged_order.set(pk)
