"""Carts: what a shopper means to buy. Nothing in a cart is reserved."""

import uuid

from django.db import models
from django.db.models import Q

from catalog.models import Product, Website
from catalog.models.fields import QuantityField


class Cart(models.Model):
    """A shopper's cart, found by the token in the session. The same token names the checkout: it can become one order only."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    website = models.ForeignKey(Website, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Cart {self.token}"


class CartLine(models.Model):
    """A quantity of one product in a cart; adding the product again raises it."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    quantity = QuantityField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("cart", "product"), name="cart_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_quantity_positive"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product}"
