"""How the order screens write a moment: as every screen does."""

from catalog.admin.moment_words import moment_words

__all__ = ["moment_words"]
