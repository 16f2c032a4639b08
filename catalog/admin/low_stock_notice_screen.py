"""Reports > Low Stock Notices: what the bell rings for."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import display

from catalog.actions.low_stock_notice import read_low_stock
from catalog.admin.grid import Grid
from catalog.admin.grid_filters import ChoiceFilter, DateFilter
from catalog.admin.grid_table import sentences_cell
from catalog.admin.history import moment_words
from catalog.admin.low_stock_screen import AT_SOURCE, OF_STOCK, ProductRows
from catalog.admin.pages import POSTS, READS, AdminPage, slow
from catalog.forms.once import harmless
from catalog.models import LowStockNotice, LowStockRead
from catalog.queries.low_stock_notice import NEWS, unread_notices
from catalog.rules.quantity import plain

# The bell says "99+" beyond: nobody counts further, and so the query need not.
COUNTED = 100


class Falls(Grid):
    """The notices, each with all that fell in the same write."""

    def filled(self, rows: list[Any]) -> list[Any]:
        """Load what fell together, at once for all of them."""
        together = LowStockNotice.objects.filter(
            product__in=[row.product_id for row in rows], crossed_in__in=[row.crossed_in for row in rows]
        )
        found = list(together.select_related("stock", "source").order_by("pk"))
        for row in rows:
            row.falls = [
                fall for fall in found if (fall.product_id, fall.crossed_in) == (row.product_id, row.crossed_in)
            ]
        return rows


def _now(rows: QuerySet[Any], state: str, _request: HttpRequest) -> QuerySet[Any]:
    """Keep what stands so of all that fell in the same write."""
    same = LowStockNotice.objects.filter(product=OuterRef("product"), crossed_in=OuterRef("crossed_in"), ended_at=None)
    return rows.filter(Exists(same)) if state == "low" else rows.exclude(Exists(same))


@admin.register(LowStockNotice)
class LowStockNoticeScreen(ProductRows):
    """Each time that a quantity fell to its notify level, the newest first. Each member of staff has his own marks."""

    seen_with = ("catalog.view_product", "catalog.change_product")
    list_display = ("product_link", "sku", "falls_text", "crossed", "now_text", "is_new")
    filters = (
        AT_SOURCE,
        OF_STOCK,
        DateFilter("crossed", "When", "crossed_at"),
        ChoiceFilter("now", "Since then", narrow=_now, choices=(("low", "Still low"), ("above", "Above it"))),
    )
    date_columns = ("crossed",)
    list_select_related = ("product",)
    list_before_template = "admin/catalog/read_all.html"
    ordering = ("-pk",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Grid]:
        """Use the list that loads what fell together."""
        del request, kwargs
        return Falls

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return one row a line, with `is_read` of who asks; not those of products that are gone."""
        read = LowStockRead.objects.filter(user=request.user.pk, notice=OuterRef("pk"))
        rows = LowStockNotice.objects.lines().filter(product__isnull=False).annotate(is_read=Exists(read))
        return cast("QuerySet[Any]", rows.order_by(*self.ordering))

    # What the bell asks, and what the button posts.
    pages = (
        AdminPage("new/", "catalog_lowstocknotice_new", "count_new", permission="view", methods=READS),
        AdminPage("read/", "catalog_lowstocknotice_read", "read_all", permission="view", methods=POSTS),
    )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Say how far "Mark All as Read" goes: what comes while the page is read stays new."""
        latest = LowStockNotice.objects.order_by("-pk").values_list("pk", flat=True).first()
        titled = {"title": "Low Stock Notices", "latest": latest, **(extra_context or {})}
        return super().changelist_view(request, titled)

    @slow
    def count_new(self, request: HttpRequest) -> JsonResponse:
        """Answer the bell: {"text": "3"}, "" for none, "99+" for many. One query beside those of the login."""
        count = len(
            unread_notices(cast("Any", request.user), now=timezone.now())
            .order_by("-crossed_at")
            .values_list("pk")[:COUNTED]
        )
        text = "" if not count else f"{COUNTED - 1}+" if count >= COUNTED else str(count)
        return JsonResponse({"text": text}, headers={"Cache-Control": "no-store"})

    @harmless("What has been read is read.")
    def read_all(self, request: HttpRequest) -> HttpResponse:
        """Mark what was listed as read and return to the list."""
        up_to = request.POST.get("up_to", "")
        if up_to.isdecimal() and len(up_to) < 19:  # noqa: PLR2004  the digits of a bigint
            read_low_stock(up_to=int(up_to), by=cast("Any", request.user), now=timezone.now())
        return redirect(reverse("admin:catalog_lowstocknotice_changelist"))

    @display(description="Fell to")
    def falls_text(self, row: Any) -> str:
        """Return what fell, to how many, and the level."""
        lines = [
            f"{plain(fall.quantity)} {f'free in {fall.stock}' if fall.source is None else f'at {fall.source}'}"
            f" (notify level {plain(fall.level)})"
            for fall in row.falls
        ]
        return sentences_cell(lines)

    @display(description="When", ordering="crossed_at")
    def crossed(self, row: Any) -> str:
        """Return the moment."""
        return sentences_cell([moment_words(row.crossed_at)])

    @display(description="Since then")
    def now_text(self, row: Any) -> str:
        """Return whether it is above its level again."""
        ended = [fall.ended_at for fall in row.falls]
        return f"Above it since {moment_words(max(ended))}" if all(ended) else "Still low"

    @display(description="", label={"New": "info"})
    def is_new(self, row: Any) -> str:
        """Return "New" until the member of staff who asks has read it."""
        return "" if row.is_read or row.crossed_at < timezone.now() - NEWS else "New"
