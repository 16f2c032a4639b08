"""A form of the shop, done once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.forms.once import Asked, View, once


def once_in_shop(*, remembers: str = "") -> Callable[[View], View]:
    """Decorate a view of the shop as `once` does; the page that asks is the shop's."""
    return lambda view: once(view, asks=_ask, remembers=remembers)


def _ask(request: HttpRequest, asked: Asked) -> HttpResponse:
    return render(request, "storefront/ask_before_sending.html", {"asked": asked}, status=409)
