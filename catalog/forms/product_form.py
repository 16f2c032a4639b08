"""Catalog > Products > edit: the product, its Advanced Inventory and its Sources, judged together."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.text import slugify

from catalog.actions.assign_sources import SourceRow
from catalog.forms.advanced_inventory_form import AdvancedInventoryForm
from catalog.forms.fields import PriceField
from catalog.forms.shown_form import ShownForm, ShownPart
from catalog.forms.sources_form import SourcesForm
from catalog.models import ConfigurationValue, Product, StockItem
from catalog.models.fields import SkuKey
from catalog.queries.sources import is_single_source_mode
from catalog.rules.in_force import OwnPolicy, stock_policy
from catalog.rules.product_key import sku_key, sku_problem
from catalog.words.form import changed_words
from catalog.words.setting import NOT_NEGATIVE

NOT_BELOW_ZERO = MinValueValidator(0, NOT_NEGATIVE)


class ProductForm(ShownForm, forms.ModelForm[Product]):
    """One form for the page. `advanced` and `sources` are None for a configurable product: its variants hold the stock.

    `stock_errors` are the messages of the dialog and the sources, each with its field named; the page lists them, and the form is
    not valid while there are any.
    """

    class Meta:
        model = Product
        fields = (
            "product_type",
            "is_enabled",
            "name",
            "sku",
            "price",
            "weight",
            "visibility",
            "slug",
            "categories",
            "websites",
            "short_description",
            "description",
        )
        field_classes = {"price": PriceField}
        help_texts = {
            "price": "Of one unit, the same number on every website, each in its own currency: nothing is converted. Up to four "
            "decimal places; what an order costs is rounded to its currency."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("price", "weight"):
            if name in self.fields:
                self.fields[name].validators.append(NOT_BELOW_ZERO)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self.stock_errors: list[str] = []
        self.configuration = ConfigurationValue.objects.in_force()
        self.is_single_source = is_single_source_mode()
        self.advanced: AdvancedInventoryForm | None = None
        self.sources: SourcesForm | None = None
        if self.instance.holds_stock:
            self._add_stock()

    def _add_stock(self) -> None:
        data: Any = self.data if self.is_bound else None
        stored = StockItem.objects.filter(product_id=self.instance.pk).first() if self.instance.pk else None
        self.own = OwnPolicy() if stored is None else stored.own_policy()
        configured = self.configuration.configured_policy()
        self.advanced = AdvancedInventoryForm(
            data,
            own=self.own,
            is_decimal_divided=stored is not None and stored.is_decimal_divided,
            configured=configured,
            row=self.instance if self.instance.pk else None,
        )
        self.sources = SourcesForm(
            data,
            product=self.instance,
            is_single_source=self.is_single_source,
            notify_level=stock_policy(self.own, configured).notify_stock_qty,
        )

    def is_valid(self) -> bool:
        """Return whether the product, the dialog and the sources can be saved."""
        return super().is_valid() and not self.stock_errors

    def clean_sku(self) -> str:
        """Refuse a SKU that another product has in other letters."""
        sku: str = self.cleaned_data["sku"]
        if problem := sku_problem(sku):
            raise forms.ValidationError(f"Please enter another SKU: {problem}.")
        others = Product.objects.exclude(pk=self.instance.pk)
        # Another spelling of its own is no other SKU, not even beside a twin of an old shop.
        if not self.instance.pk or sku_key(self.instance.sku) != sku_key(sku):
            twin = others.alias(key=SkuKey("sku")).filter(key=sku_key(sku)).exclude(sku=sku).first()
            if twin is not None:
                raise forms.ValidationError(f"{twin.name} has this SKU already, written {twin.sku}.")
        return sku

    def clean(self) -> dict[str, Any]:
        """Judge the dialog and the sources too."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("slug"):
            cleaned["slug"] = self._free_slug()
        if self.advanced is not None and self.sources is not None:
            self.stock_errors = [*self._advanced_errors(self.advanced), *self._source_errors(self.sources)]
        return cleaned

    def refuse(self, reason: str) -> None:
        """Say it beside the sources: they are what others change meanwhile."""
        self.stock_errors.append(reason)

    @property
    def shown_parts(self) -> tuple[ShownPart, ...]:
        """The product and its dialog."""
        return (*super().shown_parts, *(() if self.advanced is None else self.advanced.shown_parts))

    @property
    def all_kept(self) -> list[str]:
        """What somebody else changed meanwhile and stays, in the dialog too."""
        return [*self.kept, *(() if self.advanced is None else self.advanced.kept)]

    @property
    def own_policy(self) -> OwnPolicy | None:
        """Advanced Inventory as typed; None when the dialog was not posted, so that what is stored stays."""
        return self.advanced.values if self.advanced is not None and self.advanced.is_bound else None

    @property
    def has_multiple_boxes(self) -> bool:
        """Allow Multiple Boxes for Shipping as typed."""
        return self.advanced is not None and self.advanced.has_multiple_boxes

    @property
    def source_rows(self) -> list[SourceRow]:
        """What the Sources area asks for."""
        return [] if self.sources is None else self.sources.source_rows()

    @property
    def changed_words(self) -> str:
        """How many rows of the Sources area came in, and how many of them changed; nothing with a single source."""
        if self.sources is None or self.is_single_source:
            return ""
        rows = self.source_rows
        return changed_words(sum(row.before != row.after for row in rows), len(rows), "source")

    def _advanced_errors(self, advanced: AdvancedInventoryForm) -> list[str]:
        wrong = advanced.errors
        return [
            f"Advanced Inventory: {field.label}: {error}"
            for name, field in advanced.fields.items()
            for error in wrong.get(name, ())
        ]

    def _source_errors(self, sources: SourcesForm) -> list[str]:
        policy = self.own_policy or self.own
        return sources.judge(uses_decimals=policy.is_qty_decimal, used_decimals=self.own.is_qty_decimal)

    def _free_slug(self) -> str:
        """Return an URL key made from the name, else the SKU, that no other product has."""
        typed = self.cleaned_data.get("name") or self.cleaned_data.get("sku") or ""
        wanted = slugify(typed)[:240] or slugify(self.cleaned_data.get("sku") or "") or "product"
        taken = set(
            Product.objects.filter(slug__startswith=wanted).exclude(pk=self.instance.pk).values_list("slug", flat=True)
        )
        numbered = (f"{wanted}-{number}" for number in range(1, len(taken) + 2))
        return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
