"""How a person wants to see a grid: what was chosen last, and the views that can be opened."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from catalog.models import GridChoice, GridView


def kept_choice(grid: str, person: User) -> GridChoice:
    """Return what the person chose last, with the view that the grid opens with; as it comes when nothing was. One query."""
    kept = GridChoice.objects.select_related("view").filter(grid=grid, owner=person).first()
    return kept or GridChoice(grid=grid, owner=person)


def views_of(grid: str, person: User) -> QuerySet[GridView]:
    """Return the views that the person may open: his own, and what others share."""
    seen = GridView.objects.filter(Q(owner=person) | Q(is_shared=True), grid=grid)
    return seen.select_related("owner").order_by("name", "pk")
