"""Stores > Inventory > Sources."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from unfold.decorators import action, display

from catalog.actions.source import EffectChanged, EnabledSources, SourcesEffect, enable_sources, sources_effect
from catalog.admin.effect import EffectPanel, switch_panel
from catalog.admin.grid_filters import ChoiceFilter, TextFilter
from catalog.admin.moved_day import days_asked
from catalog.admin.pages import POSTS, PREVIEWS, AdminPage, slow
from catalog.admin.product.filters import ENABLED
from catalog.admin.promised_messages import tell_promised_at_sources
from catalog.admin.screen import Screen, around_selection
from catalog.admin.stock_count.page import COUNT_PAGE
from catalog.forms.once import harmless
from catalog.forms.source_form import SourceForm
from catalog.models import Source
from catalog.queries.sources import products_at
from catalog.words.moved_day import will_be_told

ALWAYS_ENABLED = (
    "The Default Source must be enabled. "
    "A default source is required for single source merchants and product migration."
)


@admin.register(Source)
class SourceScreen(Screen):
    """Places that hold units. A source is never deleted: what happened there stays on record."""

    pages = (
        COUNT_PAGE,
        AdminPage("<int:pk>/preview/", "catalog_source_preview", "preview_view", permission="change", methods=POSTS),
    )
    form = SourceForm
    change_form_template = "admin/catalog/source_change_form.html"
    add_label = "Add New Source"
    saved_message = "The Source has been saved."
    list_display = ("code", "name", "status", "country", "region", "city", "postcode")
    list_display_links = ("code", "name")
    filters = (
        ChoiceFilter("status", "Status", choices=ENABLED, narrow=lambda rows, on, _: rows.filter(is_enabled=on == "1")),
        TextFilter("country", "Country", "country"),
        TextFilter("region", "State/Province", "region"),
        TextFilter("city", "City", "city"),
    )
    search_fields = ("name", "code", "city")
    search_help_text = "Search by name, code or city"
    ordering = ("name", "pk")
    actions = ("enable", "disable")
    fieldsets = (
        (
            "General",
            {
                "fields": ("code", "name", "is_enabled", "description", "latitude", "longitude"),
                "description": ALWAYS_ENABLED,
            },
        ),
        ("Contact Info", {"fields": ("contact_name", "email", "phone", "fax"), "classes": ["collapse"]}),
        ("Address Data", {"fields": ("country", "region", "city", "street", "postcode")}),
    )

    class Media:
        css = {"all": ("admin/salable/product-dialogs.css", "admin/salable/effect.css")}
        js = tuple(Script(f"admin/salable/{name}.js", defer=True) for name in ("dialog", "preview-effect"))

    @slow
    @harmless(PREVIEWS)
    def preview_view(self, request: HttpRequest, source: Source) -> HttpResponse:
        """Say what saving the posted page would do: nothing, unless it enables or disables the source. Nothing is stored."""
        form = self.get_form(request, source, change=True)(request.POST, instance=source)
        was = bool(form.initial["is_enabled"])
        if not form.is_valid():
            panel = EffectPanel((), "", errors=tuple(str(error) for errors in form.errors.values() for error in errors))
        else:
            wanted = form.cleaned_data["is_enabled"]
            effect = sources_effect([source.pk], enable=wanted, today=localdate()) if wanted != was else None
            panel = switch_panel(effect)
        return TemplateResponse(request, "admin/preview/effect.html", {"panel": panel})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say where the effect is previewed."""
        source: Source | None = context.get("original")
        may = source is not None and not source.is_default and self.has_change_permission(request, source)
        context["preview_address"] = reverse("admin:catalog_source_preview", args=[source.pk]) if source and may else ""
        return cast("HttpResponse", super().render_change_form(request, context, *args, **kwargs))

    @display(description="Is Enabled", ordering="-is_enabled", label={"Enabled": "success", "Disabled": "danger"})
    def status(self, source: Source) -> str:
        """Return Enabled or Disabled."""
        return "Enabled" if source.is_enabled else "Disabled"

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        """Fix the code once it is given, and the Default Source's switch."""
        del request
        if obj is None:
            return ()
        return ("code", "is_enabled") if obj.is_default else ("code",)

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Offer no delete."""
        del request, obj
        return False

    @action(description="Enable", permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[Source]) -> HttpResponse | None:
        """Say what enabling the selected sources would do; when asked for it, do it."""
        return self._switch(request, queryset, enable=True)

    @action(description="Disable", permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Source]) -> HttpResponse | None:
        """Say what disabling the selected sources, but the default one, would do; when asked for it, do it."""
        return self._switch(request, queryset, enable=False)

    def _switch(self, request: HttpRequest, queryset: QuerySet[Source], *, enable: bool) -> HttpResponse | None:
        chosen: list[int] = list(queryset.order_by().values_list("pk", flat=True))
        if "post" not in request.POST:
            effect = sources_effect(chosen, enable=enable, today=localdate())
            if effect.sources:
                return self._ask(request, effect, enable=enable)
        try:
            result = enable_sources(
                chosen,
                enable=enable,
                by=cast("User", request.user),
                seen=request.POST.get("seen", ""),
                today=localdate(),
            )
        except EffectChanged as changed:
            return self._ask(request, changed.effect, enable=enable, problem=str(changed))
        if result.switched and not enable:
            tell_promised_at_sources(request, result.switched)
        self._tell(request, result, "enabled" if enable else "disabled")
        return None

    def _ask(self, request: HttpRequest, effect: SourcesEffect, *, enable: bool, problem: str = "") -> HttpResponse:
        count = len(effect.sources)
        context = {
            **self.admin_site.each_context(request),
            **around_selection(request),
            "title": f"{'Enable' if enable else 'Disable'} {'source' if count == 1 else 'sources'}",
            "opts": self.opts,
            "action": "enable" if enable else "disable",
            "enables": enable,
            "count": count,
            "sources": effect.sources,
            "stocks": [(name, was, effect.after.stocks[name]) for name, was in effect.before.stocks.items()],
            "owed": (effect.before.owed, effect.after.owed),
            "orders": (effect.orders_before, effect.orders_after),
            "told": will_be_told(effect.told),
            "seen": effect.mark,
            "problem": problem,
        }
        return TemplateResponse(request, "admin/catalog/source_switch.html", context)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Say what is owed when a source is disabled, and before whose day becomes later."""
        if not (change and "is_enabled" in form.changed_data):
            super().save_model(request, obj, form, change)
            return
        with days_asked(request, products_at([obj.pk])):
            super().save_model(request, obj, form, change)
        if not obj.is_enabled:
            tell_promised_at_sources(request, [obj.pk])

    def _tell(self, request: HttpRequest, result: EnabledSources, done: str) -> None:
        if result.default_left:
            messages.warning(request, "Default Source can not be disabled.")
        if result.switched:
            messages.success(request, f"A total of {len(result.switched)} source(s) have been {done}.")
        if result.already:
            messages.info(request, f"A total of {result.already} source(s) already {done}.")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Keep long text boxes low."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "description" and field is not None:
            field.widget.attrs["rows"] = 3
        return field
