"""A form of the shop, done once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.forms.once import Asked, View, once


def once_in_shop(*, remembers: str = "") -> Callable[[View], View]:
    """Decorate a view of the shop as `once` does; the page that asks is the shop's."""
    return lambda view: once(view, asks=ask_in_shop, remembers=remembers)


def ask_in_shop(request: HttpRequest, asked: Asked, *, status: int = 409) -> HttpResponse:
    """Show what was typed, and ask whether it is to be sent."""
    return render(request, "storefront/ask_before_sending.html", {"asked": asked}, status=status)
