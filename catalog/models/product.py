"""Products, and the categories that they stand in."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from catalog.models.configuration_value import ConfigurationValue
from catalog.models.fields import MoneyField, SkuKey
from catalog.models.low_stock_triggers import low_on_product
from catalog.models.policy_class import on_product
from catalog.models.price_range_triggers import price_range_on_product
from catalog.models.product_search_triggers import search_on_product
from catalog.models.stock import Stock
from catalog.models.website import Website
from catalog.rules import configuration as declared
from catalog.rules.availability import Availability, availability
from catalog.rules.in_force import Configuration, OwnPolicy, StockPolicy, stock_policy
from catalog.rules.salable import Level, OnWebsite, is_for_sale, salable_quantity
from catalog.sql import trigger_texts


class Category(models.Model):
    """A department of the shop. `path` is the reference's category path without the root, e.g. `Men/Tops`."""

    path = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        ordering = ("path",)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class ProductType(models.TextChoices):
    """What a product is made of. A configurable product holds no source items; its variants do."""

    SIMPLE = "simple", "Simple Product"
    VIRTUAL = "virtual", "Virtual Product"
    DOWNLOADABLE = "downloadable", "Downloadable Product"
    CONFIGURABLE = "configurable", "Configurable Product"


# Nothing of them has to be shipped.
VIRTUAL_TYPES = (ProductType.VIRTUAL, ProductType.DOWNLOADABLE)


class Visibility(models.TextChoices):
    """Where the storefront lists a product, in the reference's words."""

    NOT_VISIBLE = "none", "Not Visible Individually"
    CATALOG = "catalog", "Catalog"
    SEARCH = "search", "Search"
    BOTH = "both", "Catalog, Search"


class Product(models.Model):
    """A product. A variant points at its configurable product and says by which options it differs.

    When that one is deleted the variant stays what it is without it: a simple product, listed where it was listed.
    """

    sku = models.CharField("SKU", max_length=64, unique=True)
    # Written in other letters before another spelling was refused (docs/decisions/0021): it keeps its SKU until it is renamed.
    is_sku_twin = models.BooleanField(default=False, db_default=False, editable=False)
    name = models.CharField(max_length=255)
    slug = models.SlugField("URL key", max_length=255, unique=True)
    product_type = models.CharField("type", max_length=16, choices=ProductType, default=ProductType.SIMPLE)
    is_enabled = models.BooleanField("Enable Product", default=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.BOTH)
    price = MoneyField()
    weight = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    short_description = models.TextField(blank=True)
    description = models.TextField(blank=True)
    websites = models.ManyToManyField(Website, related_name="products", blank=True)
    categories = models.ManyToManyField(Category, related_name="products", blank=True)
    variant_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="variants")
    options = models.JSONField(default=dict, blank=True, help_text="how a variant differs, e.g. {“Size”: “M”}")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField("Last Updated At", auto_now=True)

    class Meta:
        ordering = ("name", "pk")
        permissions = (("delete_product_in_open_orders", "Can delete products whose units open orders hold"),)
        # One for each order that listings and grids offer: without it, showing 24 products sorts all 1,000,000.
        indexes = (
            *(
                models.Index(fields=(column, "id"), name=f"product_by_{column}")
                for column in ("name", "price", "created_at", "updated_at", "product_type", "visibility", "is_enabled")
            ),
            # What listings ask of many products before they read one (queries/listed_candidates.py). New ones stand at its end.
            models.Index(
                fields=("id",),
                include=("created_at", "price", "name", "is_enabled", "visibility", "product_type"),
                name="product_on_shelf",
            ),
            # The dashboard counts what is sold.
            models.Index(
                fields=("id",),
                condition=Q(is_enabled=True) & ~Q(product_type=ProductType.CONFIGURABLE),
                name="product_sold",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(condition=Q(sku__regex=r"^\S(.*\S)?$"), name="product_sku_trimmed"),
            # Other twins of a database that held some already stand beside it under their own id.
            models.UniqueConstraint(
                SkuKey("sku"), F("id") * Cast("is_sku_twin", models.IntegerField()), name="product_sku_in_any_case_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="product_has_a_name"),
            models.CheckConstraint(condition=Q(product_type__in=ProductType.values), name="product_type_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="product_visibility_known"),
            models.CheckConstraint(
                condition=Q(variant_of=None) | ~Q(product_type=ProductType.CONFIGURABLE),
                name="product_variant_not_configurable",
            ),
        )
        triggers = (
            *on_product,
            *low_on_product,
            *search_on_product,
            *price_range_on_product,
            pgtrigger.Trigger(
                name="renamed_is_no_twin",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("sku"),
                condition=pgtrigger.Condition("catalog_sku_key(OLD.sku) <> catalog_sku_key(NEW.sku)"),
                func=trigger_texts("catalog", "product")["renamed_is_no_twin"],
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_virtual(self) -> bool:
        """Whether nothing has to be shipped: the units leave the source when they are paid for."""
        return self.product_type in VIRTUAL_TYPES

    @property
    def holds_stock(self) -> bool:
        """Whether the product has source items; a configurable one is sold through its variants."""
        return self.product_type != ProductType.CONFIGURABLE

    def stock_policy(self, configuration: Configuration | None = None, *, group: str | None = None) -> StockPolicy:
        """Return the policy in force: the product's own values, else the configured ones (for a customer group)."""
        found = configuration or ConfigurationValue.objects.in_force()
        stock_item = getattr(self, "stock_item", None)
        own = OwnPolicy() if stock_item is None else stock_item.own_policy()
        return stock_policy(own, found.configured_policy(group))

    def stock_level(self, stock: Stock | None = None) -> Level:
        """Return on hand and reserved in `stock`, or in the Default Stock."""
        seller = stock or Stock.objects.default()
        row = self.stock_levels.filter(stock=seller).first()
        return Level() if row is None else row.as_level()

    def salable_quantity(self, stock: Stock | None = None) -> Decimal:
        """Return the salable quantity in units, in `stock` or in the Default Stock; 0 when the product is not salable.

        `salable quantity = quantity - out-of-stock threshold`: 25 on hand and -50 make 75 (the guide).
        """
        return salable_quantity(self.stock_level(stock), self.stock_policy(), is_enabled=self.is_enabled)

    def availability(self, stock: Stock | None = None, *, group: str | None = None) -> Availability:
        """Return what a shopper of `stock` (or the Default Stock) is told about the product now.

        He shops on the first website that sells from the stock; where none does, it is judged as if one listed the product.
        """
        seller = stock or Stock.objects.default()
        channel = seller.sales_channels.select_related("website").order_by("pk").first()
        website = None if channel is None else channel.website
        found = ConfigurationValue.objects.in_force(website=website)
        return availability(
            self.stock_level(seller),
            self.stock_policy(found, group=group),
            only_x_left_threshold=found.number(declared.ONLY_X_LEFT_THRESHOLD),
            is_for_sale=self.is_sold_on(website),
        )

    def is_sold_on(self, website: Website | None) -> bool:
        """Return whether `website` sells the product (None: whether one that lists it would)."""
        parent = self.variant_of
        return is_for_sale(self._on(website), None if parent is None else parent._on(website))  # noqa: SLF001  its own class

    def _on(self, website: Website | None) -> OnWebsite:
        return OnWebsite(self.is_enabled, website is None or self.websites.filter(pk=website.pk).exists())
