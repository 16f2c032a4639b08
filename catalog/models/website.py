"""Websites and their store views: where shoppers come from."""

from django.db import models
from django.db.models import Q


class Website(models.Model):
    """A sales channel. It sells from exactly one stock; prices are in its currency."""

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217 code")
    is_default = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("is_default",), condition=Q(is_default=True), name="website_one_default"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="website_currency_iso"),
        )

    def __str__(self) -> str:
        return self.name


class StoreView(models.Model):
    """One face of a website, usually a language. `host` is the host name that opens it; empty opens none by name."""

    website = models.ForeignKey(Website, on_delete=models.CASCADE, related_name="store_views")
    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    host = models.CharField(max_length=253, blank=True, default="")
    is_default = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("website__name", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("host",), condition=~Q(host=""), name="store_view_host_once"),
            models.UniqueConstraint(
                fields=("is_default",), condition=Q(is_default=True), name="store_view_one_default"
            ),
        )

    def __str__(self) -> str:
        return self.name
