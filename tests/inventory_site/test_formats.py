"""Moments are written one way on every screen."""

from datetime import UTC, datetime

from django.utils.formats import localize

from catalog.admin.history import moment_words


def test_django_writes_moments_as_the_screens_do() -> None:
    at = datetime(2026, 11, 28, 16, 13, tzinfo=UTC)
    assert localize(at) == moment_words(at) == "Nov 28, 2026, 16:13"
    assert localize(at.date()) == "Nov 28, 2026"
