"""Puts the site's own admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class SalableAdminConfig(AdminConfig):
    """Django's admin; `admin.site` and `@admin.register` mean `SalableAdminSite`."""

    default_site = "inventory_site.admin_site.SalableAdminSite"
