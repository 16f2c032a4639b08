"""What backorders tell those who carry it out, without knowing them."""

from django.dispatch import Signal

# Told with `row` (an `OutboxRow`) inside the transaction that wrote it, or lets it be tried anew: it may leave after the commit.
outbox_row_due = Signal()
