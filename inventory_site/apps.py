"""The site: puts catalog and backorders together."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from inventory_site.embedded_postgres.places import private_mode
from inventory_site.private_files import tighten


class InventorySiteConfig(AppConfig):
    """Holds the `demo` command and the system checks."""

    name = "inventory_site"
    verbose_name = "Salable"

    def ready(self) -> None:
        """Register the system checks, and the roles; close what lies in `.data`."""
        from inventory_site.checks import refuse_laptop_settings  # settings are read only now
        from inventory_site.install_roles import install_roles

        register(refuse_laptop_settings, Tags.security)
        # This app has no tables of its own, so that Django never says it was migrated.
        post_migrate.connect(install_roles, sender=apps.get_app_config("backorders"))
        tighten(settings.BASE_DIR / ".data", private_mode())
