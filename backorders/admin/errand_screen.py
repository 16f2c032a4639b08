"""Sales > Errands: what the shop does at payment providers and after the fact, and what of it did not get through."""

from django.contrib import admin
from unfold.decorators import display

from backorders.admin.outbox_screen import OutboxScreen
from backorders.models import Errand
from catalog.admin.history import moment_words


@admin.register(Errand)
class ErrandScreen(OutboxScreen):
    """The youngest first."""

    list_display = ("kind", "order", "written", "standing_shown", "next_try", "error")
    list_select_related = ("order",)
    search_fields = ("order__number",)
    search_help_text = "Search by order number"
    fields = ("kind", "order", "written", "standing_shown", "tries", "next_try", "error")
    readonly_fields = fields

    @display(description="Written", ordering="created_at")
    def written(self, errand: Errand) -> str:
        """Return when the shop decided it."""
        return moment_words(errand.created_at)
