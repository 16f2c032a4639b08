"""Back in stock: the mail that asks an address whether it is to hear, and the one that says that a product is back."""

from django.urls import reverse

from backorders.emails.message import Message, rendered
from backorders.models import StockAlert
from backorders.models.order import address_in_shop
from backorders.words.contact import questions_words
from catalog.models import ConfigurationValue
from catalog.rules.money import unit_price_text


def unsubscribe_address(alert: StockAlert) -> str:
    """Return where one click ends everything that this address hears of this website's products."""
    path = reverse("storefront:end_stock_alerts", kwargs={"token": alert.token})
    return address_in_shop(path, website=alert.website_id)


def alert_asked(alert: StockAlert) -> Message:
    """Return the mail with the link that confirms `alert`."""
    path = reverse("storefront:confirm_stock_alert", kwargs={"token": alert.token})
    return _message("stock_alert_asked", alert, address_in_shop(path, website=alert.website_id))


def back_in_stock(alert: StockAlert) -> Message:
    """Return the mail that the product of `alert` is back."""
    # The page of a variant leads to that of its configurable product, with its options chosen.
    url = address_in_shop(reverse("storefront:product", args=(alert.product.slug,)), website=alert.website_id)
    return _message("back_in_stock", alert, url, price=unit_price_text(alert.product.price, alert.website.currency))


def _message(template: str, alert: StockAlert, url: str, **more: str) -> Message:
    about = {
        "product": alert.product.name,
        "shop": alert.website.name,
        "url": url,
        "unsubscribe": unsubscribe_address(alert),
        "questions": questions_words(ConfigurationValue.objects.in_force(website=alert.website)),
    }
    return rendered(template, {**about, **more})
