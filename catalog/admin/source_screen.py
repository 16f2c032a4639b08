"""Stores > Inventory > Sources."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest
from unfold.decorators import action, display

from catalog.actions.source import EnabledSources, enable_sources
from catalog.admin.lookups import EnabledFilter
from catalog.admin.promised_messages import tell_promised_at_sources
from catalog.admin.screen import Screen
from catalog.forms.source_form import SourceForm
from catalog.models import Source

ALWAYS_ENABLED = (
    "The Default Source must be enabled. "
    "A default source is required for single source merchants and product migration."
)


@admin.register(Source)
class SourceScreen(Screen):
    """Places that hold units. A source is never deleted: what happened there stays on record."""

    form = SourceForm
    add_label = "Add New Source"
    saved_message = "The Source has been saved."
    confirmations = {"enable": "Enable selected sources ?", "disable": "Disable selected sources ?"}
    list_display = ("code", "name", "status", "country", "region", "city", "postcode")
    list_display_links = ("code", "name")
    list_filter = (EnabledFilter,)
    list_filter_submit = True
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
        css = {"all": ("admin/salable/product-dialogs.css", "admin/salable/product-choices.css")}
        js = (Script("admin/salable/confirm-action.js", defer=True),)

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
    def enable(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Enable the selected sources."""
        self._tell(request, self._switch(request, queryset, enable=True), "enabled")

    @action(description="Disable", permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Disable the selected sources, but the default one."""
        self._tell(request, self._switch(request, queryset, enable=False), "disabled")

    def _switch(self, request: HttpRequest, queryset: QuerySet[Source], *, enable: bool) -> EnabledSources:
        chosen: list[int] = list(queryset.order_by().values_list("pk", flat=True))
        result = enable_sources(chosen, enable=enable, by=cast("User", request.user))
        if result.switched and not enable:
            tell_promised_at_sources(request, chosen)
        return result

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Say what is owed when a source is disabled."""
        super().save_model(request, obj, form, change)
        if change and "is_enabled" in form.changed_data and not obj.is_enabled:
            tell_promised_at_sources(request, [obj.pk])

    def _tell(self, request: HttpRequest, result: EnabledSources, done: str) -> None:
        if result.default_left:
            messages.warning(request, "Default Source can not be disabled.")
        if result.switched:
            messages.success(request, f"A total of {result.switched} source(s) have been {done}.")
        if result.already:
            messages.info(request, f"A total of {result.already} source(s) already {done}.")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Keep long text boxes low."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "description" and field is not None:
            field.widget.attrs["rows"] = 3
        return field
