"""Which state of an order a sent page showed."""

from django.http import HttpRequest

# The digits of a bigint.
LONGEST = 19


def shown_revision(request: HttpRequest) -> int | None:
    """Return the revision of the order that the sent page showed, for `revision=` of an action; None when it did not say."""
    return revision_of(request.POST.get("revision", ""))


def revision_of(said: str) -> int | None:
    """Return the revision that a field `said`; None for what is none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST else None
