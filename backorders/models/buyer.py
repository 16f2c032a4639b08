"""Customers, as their orders know them."""

from backorders.models.order import Order


class Buyer(Order):  # type: ignore[django-manager-missing]  # a proxy has those of its table
    """An e-mail address under which there are orders, by its latest one. Nothing of it is stored: no number of it can drift."""

    class Meta:
        proxy = True
        default_permissions = ()
        ordering = ("-placed_at", "-pk")
        verbose_name = "customer"
        verbose_name_plural = "customers"

    def __str__(self) -> str:
        return self.customer_name or self.email
