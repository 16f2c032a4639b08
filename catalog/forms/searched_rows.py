"""Rows that are searched for while a word is typed."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelectMultiple

from catalog.queries.is_id import is_id


class SearchedRows(AutocompleteSelectMultiple):
    """Django's widget, which asks the database for what was sent even where its field has just refused it as no number."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Return the rows that were chosen, of those that can be."""
        model = self.choices.queryset.model
        return super().optgroups(name, [each for each in value if is_id(model, str(each))], attr)
