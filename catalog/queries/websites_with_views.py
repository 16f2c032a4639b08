"""All websites with their store views, for scope switchers."""

from django.db.models import Prefetch

from catalog.models import StoreView, Website


def websites_with_views() -> list[Website]:
    """Return every website, the default one first, each with its `store_views` loaded likewise: two queries."""
    views = StoreView.objects.order_by("-is_default", "name", "pk")
    return list(Website.objects.order_by("-is_default", "name", "pk").prefetch_related(Prefetch("store_views", views)))
