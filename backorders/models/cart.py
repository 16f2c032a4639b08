"""Carts: what a shopper means to buy. Nothing in a cart is reserved."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from catalog.models import Product, Website
from catalog.models.fields import MoneyField, QuantityField
from catalog.sql import trigger_texts


class Cart(models.Model):
    """A shopper's cart, found by the token in the session. The same token names the checkout: it can become one order only."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    website = models.ForeignKey(Website, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)
    # When something was put in, or a quantity was changed, kept by the lines' trigger: old carts are deleted.
    touched_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    class Meta:
        triggers = (
            pgtrigger.Trigger(
                name="take_lines_along",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=trigger_texts("backorders", "cart")["take_lines_along"],
            ),
        )

    def __str__(self) -> str:
        return f"Cart {self.token}"


class CartLine(models.Model):
    """A quantity of one product in a cart; adding the product again raises it.

    When the product is deleted, by whomever, the database keeps its name on the line, so that the shopper is told which it was.
    """

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True)
    quantity = QuantityField()
    # What one unit cost when the shopper last added it or bought it; None for a line that knows nothing of it.
    price_seen = MoneyField(null=True)
    gone_name = models.CharField(max_length=255, blank=True, default="", db_default="", editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("cart", "product"), name="cart_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_quantity_positive"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="touch_cart",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("quantity"),
                func=trigger_texts("backorders", "cart")["touch_cart"],
            ),
            pgtrigger.Trigger(
                name="keep_gone_name",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("product_id"),
                condition=pgtrigger.Condition("OLD.product_id IS NOT NULL AND NEW.product_id IS NULL"),
                func=trigger_texts("backorders", "gone_product")["keep_gone_name"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product or self.gone_name}"
