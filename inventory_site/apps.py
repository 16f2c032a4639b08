"""The site: puts catalog and backorders together."""

from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class InventorySiteConfig(AppConfig):
    """Holds the `demo` command and the system checks."""

    name = "inventory_site"
    verbose_name = "Salable"

    def ready(self) -> None:
        """Register the system checks, and the roles."""
        from inventory_site.checks import refuse_laptop_key  # settings are read only now
        from inventory_site.install_roles import install_roles

        register(refuse_laptop_key, Tags.security)
        # This app has no tables of its own, so that Django never says it was migrated.
        post_migrate.connect(install_roles, sender=apps.get_app_config("backorders"))
