"""The own values that narrower scopes have, where a wider one's are not heard."""

from collections import defaultdict

from catalog.models import ConfigurationValue, StoreView, Website
from catalog.rules.scope import Scope


def narrower_values(*, website: Website | None = None, store_view: StoreView | None = None) -> dict[str, list[str]]:
    """Return {path: names of the narrower scopes with an own value} as seen from a store view, a website or Default Config."""
    if store_view is not None:
        return {}
    rows = ConfigurationValue.objects.filter(scope__gt=(Scope.WEBSITE if website else Scope.DEFAULT).value)
    if website is not None:
        rows = rows.filter(store_view__website=website)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path, website_name, view_name in rows.order_by("scope", "website__name", "store_view__name", "pk").values_list(
        "path", "website__name", "store_view__name"
    ):
        found[path].append(str(view_name or website_name))
    return dict(found)
