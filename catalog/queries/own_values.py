"""The values that a scope has of its own."""

from catalog.models import ConfigurationValue, StoreView, Website
from catalog.rules.scope import Scope


def own_values(*, website: Website | None = None, store_view: StoreView | None = None) -> dict[str, str]:
    """Return {path: stored text} of a store view, a website, or (neither given) Default Config; nothing inherited."""
    if store_view is not None:
        rows = ConfigurationValue.objects.filter(scope=Scope.STORE_VIEW.value, store_view=store_view)
    elif website is not None:
        rows = ConfigurationValue.objects.filter(scope=Scope.WEBSITE.value, website=website)
    else:
        rows = ConfigurationValue.objects.filter(scope=Scope.DEFAULT.value)
    return dict(rows.values_list("path", "value"))
