"""Single-source or multi-source mode: how the product screens show quantities."""

from catalog.models import Source


def is_single_source_mode() -> bool:
    """Return whether fewer than two sources are enabled in the whole installation."""
    return len(Source.objects.filter(is_enabled=True).values_list("pk")[:2]) < 2  # noqa: PLR2004  "two or more" is the rule
