"""Which constraint the database refused a row by."""

import logging

from django.db import IntegrityError

log = logging.getLogger(__name__)


def violated_constraint(error: IntegrityError) -> str | None:
    """Return the constraint's name, and note it in the log; None when the database named none."""
    diagnostics = getattr(error.__cause__, "diag", None)
    name: str | None = getattr(diagnostics, "constraint_name", None)
    log.info("The database refused a row: %s", name or "it named no constraint")
    return name
