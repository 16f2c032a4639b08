"""The pages that may take many seconds by what they do: they have threads of their own (`front_door.py`)."""

from django.urls import Resolver404, resolve, reverse

# Reports, files and previews of everything there is, and what judges a whole file.
SLOW = frozenset(
    {
        "admin:inventory_check",
        "admin:backorders_backorder_export",
        "admin:catalog_lowstock_export_csv",
        "admin:catalog_lowstocknotice_new",
        "admin:catalog_configurationvalue_preview",
        "admin:catalog_product_preview",
        "admin:catalog_product_explain",
    }
)


def is_slow(path: str) -> bool:
    """Whether the page at `path` is one of them. All of them are the back office's."""
    if not path.startswith(reverse("admin:index")):
        return False
    try:
        return resolve(path).view_name in SLOW
    except Resolver404:
        return False
