"""Catalog > Products: the grid and the product's page."""

from contextlib import suppress
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import IntegrityError, models
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from catalog.actions.product import save_product
from catalog.actions.steps.row import InvalidRowError
from catalog.admin.grid_table import label_cell, names_cell
from catalog.admin.history import moment_words
from catalog.admin.moved_day import days_asked
from catalog.admin.product.cells import owed_text, quantity_cell, salable_cell, sources_cell
from catalog.admin.product.filters import FILTERS, TYPES, VISIBILITIES
from catalog.admin.product.grid import ProductGrid
from catalog.admin.product.presenter import product_page
from catalog.admin.product.tools import ProductTools
from catalog.admin.promised_messages import tell_promised
from catalog.admin.screen import SAID
from catalog.forms.fields import SearchedRows
from catalog.forms.product_form import ProductForm
from catalog.forms.shown_form import changed_columns
from catalog.forms.sources_form import merged_words
from catalog.models import Product, SourceItem, Website
from catalog.models.product import ProductType
from catalog.queries.product_search import is_found
from catalog.queries.sources import is_single_source_mode
from catalog.rules.money import digits
from catalog.rules.quantity import InvalidQuantityError
from catalog.storefront.picture import picture
from catalog.words.refusal import Refused

BUSY = "The product could not be saved, because somebody else is saving it. Please try again."
STYLES = ("product", "product-sources", "product-lists", "product-dialogs", "product-choices")
SCRIPTS = (
    *("inherit-box", "threshold-words", "dialog", "discard-question", "product-numbers", "advanced-inventory"),
    *("product-sources", "product-assign"),
)


@admin.register(Product)
class ProductScreen(ProductTools):
    """Products as the reference shows them; the stock columns depend on how many sources are enabled."""

    form = ProductForm
    change_form_template = "admin/catalog/product_change_form.html"
    add_label = "Add Product"
    saved_message = "You saved the product."
    refused_by = (Refused, InvalidQuantityError)
    search_fields = ("name", "sku")
    search_help_text = "Search by name or SKU"
    filters = FILTERS
    hidden_columns = ("type_label", "owed", "shown_in", "created", "updated")
    number_columns = ("id", "price_text", "quantity", "owed")
    date_columns = ("created", "updated")
    list_fullwidth = True
    list_max_show_all = 50
    list_display_links = ("id", "name")
    ordering = ("-pk",)
    autocomplete_fields = ("categories",)

    class Media:
        css = {"all": tuple(f"admin/salable/{name}.css" for name in STYLES)}
        # Deferred: each looks for its elements when it runs.
        js = tuple(Script(f"admin/salable/{name}.js", defer=True) for name in SCRIPTS)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ProductGrid]:
        """Use the list that loads the stock of its page."""
        del request, kwargs
        return ProductGrid

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Product], search_term: str
    ) -> tuple[models.QuerySet[Product], bool]:
        """Find by words of name and SKU, from an index; each is found once."""
        del request
        return (queryset.filter(is_found(search_term, in_shop=False)) if search_term.strip() else queryset), False

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Show one quantity with one source, else quantities per source."""
        del request
        quantity = "quantity" if is_single_source_mode() else "quantity_per_source"
        first = ("id", "thumbnail", "name", "type_label", "sku", "price_text")
        last = ("owed", "shown_in", "status", "sold_on", "created", "updated")
        return [*first, quantity, "salable_quantity", *last]

    @display(description="Thumbnail")
    def thumbnail(self, product: Any) -> SafeString:
        """Return the product's picture, small."""
        return format_html(
            '<img class="grid-thumbnail" src="{}" alt="" loading="lazy" width="44" height="44">', picture(product)
        )

    @display(description="Owed", ordering="owed_there")
    def owed(self, product: Any) -> str:
        """Return the units that all stocks owe together."""
        return owed_text(product.stock_of_product)

    @display(description="Created", ordering="created_at")
    def created(self, product: Any) -> str:
        """Return when it was made, by the shop's clock."""
        return moment_words(product.created_at)

    @display(description="Last Updated At", ordering="updated_at")
    def updated(self, product: Any) -> str:
        """Return when it was changed last, by the shop's clock."""
        return moment_words(product.updated_at)

    @display(description="Type", ordering="product_type")
    def type_label(self, product: Any) -> str:
        """Return the product's type in short."""
        return TYPES[product.product_type]

    @display(description="Visibility", ordering="visibility")
    def shown_in(self, product: Any) -> str:
        """Return where the shop lists it."""
        return VISIBILITIES[product.visibility]

    @display(description="Price", ordering="price")
    def price_text(self, product: Any) -> str:
        """Return the price, the same number on every website: two places, more when it has more."""
        return digits(product.price)

    @display(description="Quantity", ordering="on_hand_there")
    def quantity(self, product: Any) -> str:
        """Return the quantity at the one source."""
        return quantity_cell(product.stock_of_product)

    @display(description="Quantity per Source", ordering="on_hand_there")
    def quantity_per_source(self, product: Any) -> str:
        """Return the cell of quantities per source."""
        return sources_cell(product.stock_of_product).written

    @display(description="Salable Quantity", ordering="salable_there")
    def salable_quantity(self, product: Any) -> str:
        """Return the cell of salable quantities per stock."""
        return salable_cell(product.stock_of_product, product.pk).written

    @display(description="Status", ordering="-is_enabled")
    def status(self, product: Any) -> str:
        """Return Enabled or Disabled."""
        return label_cell("Enabled", "success") if product.is_enabled else label_cell("Disabled", "danger")

    @display(description="Websites")
    def sold_on(self, product: Any) -> str:
        """Return the names of the product's websites, the first and how many more."""
        return names_cell(product.sold_on_websites)

    def get_fieldsets(
        self, request: HttpRequest, obj: Product | None = None
    ) -> list[tuple[str | None, dict[str, Any]]]:
        """Leave out what a type does not have: a virtual product has no weight."""
        del request
        kind = ["product_type"] if obj is None else []
        weight = [] if obj is not None and obj.product_type == ProductType.VIRTUAL else ["weight"]
        general = [*kind, "is_enabled", "name", "sku", "price", *weight, "visibility", "slug", "categories", "websites"]
        content = {"fields": ["short_description", "description"], "classes": ["collapse"]}
        return [("General", {"fields": general}), ("Content", content)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Product | None = None) -> dict[str, Any]:
        """Fill in the URL key of a new product from its name."""
        del request
        return {"slug": ("name",)} if obj is None else {}

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer simple and virtual; configurable products come with the import."""
        if db_field.name == "product_type":
            kwargs["choices"] = [(kind.value, kind.label) for kind in (ProductType.SIMPLE, ProductType.VIRTUAL)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Show the few websites as boxes; categories are searched."""
        if db_field.name == "websites":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        elif db_field.name == "categories":
            kwargs["widget"] = SearchedRows(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the menu that adds and edits websites and categories from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.many_to_many and field is not None:
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Offer a new product on the default website."""
        del request
        return {"websites": Website.objects.filter(is_default=True)}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Judge and save; once more when another product took the SKU or the URL key between our look and our insert."""
        with suppress(InvalidRowError, IntegrityError):
            return super().changeform_view(request, object_id, *args, **kwargs)
        try:
            # The second look sees it, and names the field or finds another URL key.
            return super().changeform_view(request, object_id, *args, **kwargs)
        except (InvalidRowError, IntegrityError):
            return self.shown_again(request, BUSY, object_id, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the parts of the page that are no fields of the product."""
        product: Product | None = context.get("original")
        may_edit = self.has_change_permission(request, product) if product else self.has_add_permission(request)
        context |= {"page": product_page(context["adminform"].form), "may_edit": may_edit}
        return cast("HttpResponse", super().render_change_form(request, context, *args, **kwargs))

    def save_model(self, request: HttpRequest, obj: Product, form: ProductForm, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save the product, Advanced Inventory and sources in the one transaction of the page."""
        with days_asked(request, [obj.pk] if change else ()):
            merged = save_product(
                obj,
                changes=changed_columns(form) if change else None,
                own_policy=form.own_policy,
                has_multiple_boxes=form.has_multiple_boxes,
                source_rows=form.source_rows,
                by=cast("User", request.user),
            )
        setattr(request, SAID, form.changed_words)
        if any(row.before != row.after for row in form.source_rows):
            tell_promised(request, obj.pk)
        for quantity in merged:
            messages.warning(request, merged_words(quantity))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Let a product take its source items along: they cannot be deleted by themselves anywhere else."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, needed - {SourceItem._meta.verbose_name}, protected  # noqa: SLF001  Django's API

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Note what changed of the product itself; the actions have noted the rest."""
        return super().log_change(request, obj, message) if message else None
