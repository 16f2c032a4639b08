"""Which order is being worked on: lines of the log name it, by its number in the database and by nothing secret.

Set by who finds the order; every line names it from then on, until the request or the try ends.
"""

from contextvars import ContextVar

logged_order: ContextVar[int | None] = ContextVar("logged_order", default=None)
