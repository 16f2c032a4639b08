"""The site: puts catalog and backorders together."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class InventorySiteConfig(AppConfig):
    """Holds the `demo` command and the system checks."""

    name = "inventory_site"
    verbose_name = "Salable"

    def ready(self) -> None:
        """Register the system checks."""
        from inventory_site.checks import refuse_laptop_key  # settings are read only now

        register(refuse_laptop_key, Tags.security)
