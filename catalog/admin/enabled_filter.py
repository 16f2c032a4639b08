"""Status: Enabled or Disabled."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter


class EnabledFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """Rows whose `is_enabled` is set or not, in the words of the grid's column."""

    title = "Status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the two states."""
        del request, model_admin
        return [("1", "Enabled"), ("0", "Disabled")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen state."""
        del request
        return queryset.filter(is_enabled=self.value() == "1") if self.value() in {"0", "1"} else queryset
