"""Make what every installation has: the Default Source, the Default Stock, the Main Website, the customer groups."""

from catalog.models import CustomerGroup, SalesChannel, Source, Stock, StockSourceLink, StoreView, Website
from catalog.models.source import DEFAULT_SOURCE_CODE

CUSTOMER_GROUPS = {"0": "NOT LOGGED IN", "1": "General", "2": "Wholesale", "3": "Retailer"}


def install_defaults() -> None:
    """Make the default rows that are missing; leave those that exist as staff have changed them."""
    source, _ = Source.objects.get_or_create(
        code=DEFAULT_SOURCE_CODE, defaults={"name": "Default Source", "country": "US", "postcode": "00000"}
    )
    stock, made = Stock.objects.get_or_create(is_default=True, defaults={"name": "Default Stock"})
    if made:
        StockSourceLink.objects.create(stock=stock, source=source, priority=1)
    website, _ = Website.objects.get_or_create(is_default=True, defaults={"code": "base", "name": "Main Website"})
    StoreView.objects.get_or_create(
        is_default=True, defaults={"code": "default", "name": "Default Store View", "website": website}
    )
    SalesChannel.objects.get_or_create(website=website, defaults={"stock": stock})
    for code, name in CUSTOMER_GROUPS.items():
        CustomerGroup.objects.get_or_create(code=code, defaults={"name": name})
