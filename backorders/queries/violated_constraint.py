"""Which constraint the database refused a row by."""

from django.db import IntegrityError


def violated_constraint(error: IntegrityError) -> str | None:
    """Return the constraint's name; None when the database named none."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None)
