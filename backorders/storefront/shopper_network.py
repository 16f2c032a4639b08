"""Where a shopper comes from, as a name that tells nothing but whether two are the same."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

LENGTH = 32


def shopper_network(request: HttpRequest) -> str:
    """Return the keyed hash of the visitor's network address, which the function says that the setting CLIENT_ADDRESS names."""
    address: Callable[[HttpRequest], str] = import_string(settings.CLIENT_ADDRESS)
    return salted_hmac("backorders.order.network", address(request), algorithm="sha256").hexdigest()[:LENGTH]
