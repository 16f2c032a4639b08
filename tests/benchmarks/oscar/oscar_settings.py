"""Settings of a django-oscar shop as its documentation sets one up. Read in Oscar's own environment."""

import os

from oscar.defaults import *  # noqa: F403  its documentation says so

SECRET_KEY = "only-for-the-benchmark"
DEBUG = False
USE_TZ = True
SITE_ID = 1
ROOT_URLCONF = "oscar_urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("OSCAR_DATABASE", ""),
        "USER": os.environ.get("OSCAR_USER", ""),
        "HOST": os.environ.get("OSCAR_HOST", ""),
        "PORT": os.environ.get("OSCAR_PORT", ""),
        "CONN_MAX_AGE": None,
    }
}
# In the order of its documentation: an app imports from those before it.
OF_OSCAR = (
    *("Analytics", "Checkout", "Address", "Shipping", "Catalogue", "Communication", "Partner", "Basket", "Payment"),
    *("Offer", "Order", "Customer", "Search", "Voucher", "Wishlists", "Dashboard"),
)
OF_DASHBOARD = (
    *("Reports", "Users", "Orders", "Catalogue", "Offers", "Partners", "Pages", "Ranges", "Reviews", "Vouchers"),
    *("Communications", "Shipping"),
)
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.flatpages",
    "oscar.config.Shop",
    *(f"oscar.apps.{name.lower()}.apps.{name}Config" for name in OF_OSCAR),
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    *(f"oscar.apps.dashboard.{name.lower()}.apps.{name}DashboardConfig" for name in OF_DASHBOARD),
    "widget_tweaks",
    "haystack",
    "treebeard",
    "django_tables2",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
OSCAR_INITIAL_ORDER_STATUS = OSCAR_INITIAL_LINE_STATUS = "Pending"
OSCAR_DEFAULT_CURRENCY = "USD"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STATIC_URL = "/static/"
