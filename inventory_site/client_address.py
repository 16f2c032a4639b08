"""The address that a request comes from, as far as it can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK_OF_ONE = 64  # bits: who has one IPv6 address has all that begin with the same


def client_address(request: HttpRequest) -> str:
    """Return the address that the outermost of our proxies was asked from; of IPv6 its network, which one visitor owns.

    What a visitor writes into X-Forwarded-For himself stands before what the proxies add, and is never read.
    """
    asked = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        told = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        asked = told[-settings.PROXIES] if len(told) >= settings.PROXIES else asked
    try:
        address = ipaddress.ip_address(asked)
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - stands for "unknown", nothing listens there
    if address.version == 6:  # noqa: PLR2004 - its name
        return str(ipaddress.ip_network((address, NETWORK_OF_ONE), strict=False).network_address)
    return str(address)
