"""Stores > Inventory > Stocks.

The Sources area of a stock's page: assigned sources in their order, and those that may be assigned.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from catalog.actions.stock import StockNotDeletable, delete_stock, save_stock, stock_effect
from catalog.admin.effect import EffectPanel, panel_of
from catalog.admin.grid_filters import ChoiceFilter
from catalog.admin.grid_table import names_cell
from catalog.admin.moved_day import days_asked
from catalog.admin.pages import POSTS, PREVIEWS, AdminPage, slow
from catalog.admin.product.filters import source_choices, website_choices
from catalog.admin.promised_messages import tell_promised_in_stock, tell_promised_stays
from catalog.admin.screen import SAID, Screen, tell_problems
from catalog.admin.sources_area import SourceChoice, source_choice
from catalog.forms.once import harmless
from catalog.forms.stock_form import UNASSIGNED, StockForm
from catalog.models import SalesChannel, Stock, StockSourceLink
from catalog.queries.sources import products_at
from catalog.rules.quantity import plain
from catalog.words.refusal import refusals

STYLES = ("product", "product-sources", "product-lists", "product-dialogs", "product-choices", "effect")
SCRIPTS = ("dialog", "discard-question", "stock-sources", "product-assign", "confirm-action", "preview-effect")


@admin.register(Stock)
class StockScreen(Screen):
    """Pools that sell: which websites, from which sources, in which order."""

    form = StockForm
    change_form_template = "admin/catalog/stock_change_form.html"
    add_label = "Add New Stock"
    saved_message = "The Stock has been saved."
    deleted_message = "The Stock has been deleted."
    confirmations = {"delete_selected": "Delete selected items?"}
    list_display = ("id", "name", "channels", "assigned_sources")
    list_display_links = ("id", "name")
    filters = (
        ChoiceFilter("website", "Sales channel", "sales_channels__website__code", choices=website_choices),
        ChoiceFilter("source", "Assigned source", "links__source__code", choices=source_choices),
    )
    search_fields = ("name",)
    ordering = ("pk",)
    actions = ("delete_selected",)

    pages = (
        AdminPage("preview/", "catalog_stock_preview_new", "preview_new", permission="add", methods=POSTS),
        AdminPage("<int:pk>/preview/", "catalog_stock_preview", "preview_view", permission="change", methods=POSTS),
    )

    class Media:
        css = {"all": tuple(f"admin/salable/{name}.css" for name in STYLES)}
        js = tuple(Script(f"admin/salable/{name}.js", defer=True) for name in SCRIPTS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stock]:
        """Load channels and sources of a page at once."""
        channels = SalesChannel.objects.select_related("website").order_by("website__name", "pk")
        links = StockSourceLink.objects.select_related("source").order_by("priority", "pk")
        rows = super().get_queryset(request)
        return cast(
            "QuerySet[Stock]", rows.prefetch_related(Prefetch("sales_channels", channels), Prefetch("links", links))
        )

    def get_fieldsets(self, request: HttpRequest, obj: Stock | None = None) -> list[tuple[str | None, dict[str, Any]]]:
        """Name the websites to who may only look: the boxes belong to the form, and he has none."""
        may_edit = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        websites = "websites" if may_edit else "channels_shown"
        return [("General", {"fields": ("name",)}), ("Sales Channels", {"fields": (websites,)})]

    @display(description="Sales Channels")
    def channels_shown(self, stock: Stock) -> str:
        """Return the websites, name and code."""
        return ", ".join(_channels(stock))

    @display(description="Sales Channels")
    def channels(self, stock: Stock) -> str:
        """Return the first website, and how many more."""
        return names_cell(_channels(stock))

    @display(description="Assigned Sources")
    def assigned_sources(self, stock: Stock) -> str:
        """Return the first of the sources in their order, and how many more."""
        return names_cell([f"{link.source.name} ({link.source.code})" for link in stock.links.all()])

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Show the few websites as boxes."""
        form = super().get_form(request, obj, change, **kwargs)
        if "websites" in form.base_fields:
            field = form.base_fields["websites"]
            field.widget = UnfoldAdminCheckboxSelectMultipleWidget(choices=field.choices)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the Sources area."""
        stock: Stock | None = context.get("original")
        may_edit = self.has_change_permission(request, stock) if stock else self.has_add_permission(request)
        context |= {"page": stock_page(context["adminform"].form), "may_edit": may_edit}
        return cast("HttpResponse", super().render_change_form(request, context, *args, **kwargs))

    def save_model(self, request: HttpRequest, obj: Stock, form: StockForm, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save the stock, its websites and its sources in the one transaction of the page."""
        wanted = form.cleaned_data.get("websites", ())
        setattr(request, SAID, form.changed_words)
        gone = set(form.stored) - set(form.source_ids) if change and form.source_ids is not None else set()
        with days_asked(request, products_at(gone) if gone else ()):
            saved = save_stock(obj, websites=wanted, source_ids=form.source_ids, by=cast("User", request.user))
        kept = obj.is_default and set(form.initial["websites"]) - {website.pk for website in wanted}
        if saved.left or kept:
            messages.warning(request, UNASSIGNED)
        tell_promised_stays(request, form.moved_from)
        tell_promised_in_stock(request, obj, gone)

    @slow
    @harmless(PREVIEWS)
    def preview_view(self, request: HttpRequest, stock: Stock) -> HttpResponse:
        """Say what saving the posted page would do to what can be bought; nothing is stored."""
        form = self.get_form(request, stock, change=True)(request.POST, instance=stock)
        panel = stock_preview(form, cast("User", request.user))
        return TemplateResponse(request, "admin/preview/effect.html", {"panel": panel})

    @slow
    @harmless(PREVIEWS)
    def preview_new(self, request: HttpRequest) -> HttpResponse:
        """Say what a new stock would do: the websites that are ticked move to it."""
        form = self.get_form(request)(request.POST)
        panel = stock_preview(form, cast("User", request.user))
        return TemplateResponse(request, "admin/preview/effect.html", {"panel": panel})

    def has_delete_permission(self, request: HttpRequest, obj: Stock | None = None) -> bool:
        """Hide Delete where the answer would be no: the Default Stock, and stocks with channels."""
        may_delete = bool(super().has_delete_permission(request, obj))
        return may_delete and (obj is None or not (obj.is_default or obj.sales_channels.exists()))

    @action(description="Delete", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Stock]) -> None:
        """Delete those that nobody sells from; say of each other one why it stays."""
        deleted = 0
        for stock in queryset.order_by("pk"):
            pk = stock.pk
            with refusals() as problems:
                delete_stock(stock)
                deleted += 1
            tell_problems(request, problems, failed=f"[ID: {pk}]")
        if deleted:
            messages.success(request, f"You deleted {deleted} Stock(s).")

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete, or say why not."""
        try:
            return cast("HttpResponse", super().delete_view(request, object_id, extra_context))
        except StockNotDeletable as refusal:
            tell_problems(request, refusal.problems)
            return redirect(reverse("admin:catalog_stock_changelist"))

    def delete_model(self, request: HttpRequest, obj: Stock) -> None:
        """Delete by the rules."""
        del request
        delete_stock(obj)


def stock_preview(form: StockForm, by: User) -> EffectPanel:
    """Return the panel of a bound form: what saving it would do, or what has to be corrected first."""
    if not form.is_valid():
        return EffectPanel((), "", errors=tuple(str(error) for errors in form.errors.values() for error in errors))
    with refusals() as problems:
        change = stock_effect(
            form.instance, websites=form.cleaned_data.get("websites", ()), source_ids=form.source_ids, by=by
        )
    if problems:
        return EffectPanel((), "", errors=tuple(problems))
    before, after = change.owed
    note = "" if before == after else f"Units owed to customers: {plain(before)} → {plain(after)}."
    return panel_of(change.effects, note=note)


def _channels(stock: Stock) -> list[str]:
    return [f"{channel.website.name} ({channel.website.code})" for channel in stock.sales_channels.all()]


@dataclass(frozen=True)
class LinkLine:
    """One assigned source; its `priority` is where it stands in the table, as it can be typed without scripts."""

    priority: str
    source_id: str
    code: str
    name: str
    is_enabled: bool
    is_new: bool = False
    is_going: bool = False


@dataclass(frozen=True)
class StockPage:
    """The area. `note` says why nothing can be assigned; then nothing can be unassigned either. `shown` names the rows."""

    shown: str
    lines: tuple[LinkLine, ...]
    choices: tuple[SourceChoice, ...]
    added: LinkLine
    note: str


def stock_page(form: StockForm) -> StockPage:
    """Return the area: the Default Stock has the Default Source and nothing else, and no other stock has it."""
    is_default = form.instance.is_default
    linked = set(form.linked)
    choices = [source for source in form.sources.values() if not source.is_default or source.pk in linked]
    return StockPage(
        shown=" ".join(str(pk) for pk in form.linked),
        lines=tuple(_line(form, pk, priority) for priority, pk in enumerate(form.linked, start=1)),
        choices=()
        if is_default
        else tuple(source_choice(source, is_assigned=source.pk in linked) for source in choices),
        added=LinkLine("", "0", "", "", is_enabled=True, is_new=True),
        note="Assign sources is disabled for default stock" if is_default else "",
    )


def _line(form: StockForm, pk: int, priority: int) -> LinkLine:
    source = form.sources[pk]
    return LinkLine(
        str(priority),
        str(pk),
        source.code,
        source.name,
        source.is_enabled,
        is_new=pk not in form.stored,
        is_going=pk in form.going,
    )
