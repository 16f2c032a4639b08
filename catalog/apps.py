"""The catalog app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    """What do we sell, where does it lie, how many can still be sold?"""

    name = "catalog"
    verbose_name = "Catalog"

    def ready(self) -> None:
        """Connect the receivers."""
        from catalog.receivers.after_migrate import ensure_defaults

        post_migrate.connect(ensure_defaults, sender=self)
