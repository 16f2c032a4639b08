"""Every address of the resolver, with ids of rows that are there, or with what is none."""

import re
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from backorders.models import Order
from catalog.models import Category, Product

BAD_IDS = (
    *(
        "0",
        "-1",
        "1e5",
        "1.0",
        "99999999999999999999",
        "9" * 400,
        "NaN",
        "None",
        "true",
        "x" * 300,
        "%20",
        "1%20",
        "%2B1",
    ),
    *(
        "%00",
        "1%00",
        "%FF%FE",
        "%ED%A0%80",
        "%D9%A3",
        "..%2F..%2Fetc%2Fpasswd",
        "1%2F2",
        "_5F",
        "_",
        "%0D%0AX:1",
        "%25s",
    ),
    *("'", "1'%20OR%20'1'='1", "%3Cscript%3E", "{}", "[]", "add", "1,2", "00000000-0000-4000-8000-000000000000"),
)
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver; `route` is its text, `name` its name."""

    route: str
    name: str


@cache
def addresses() -> tuple[Address, ...]:
    """Return all of them."""
    return tuple(_walk(get_resolver().url_patterns, ""))


@cache
def shop_addresses() -> tuple[Address, ...]:
    """Return those outside the back office."""
    return tuple(address for address in addresses() if not address.route.startswith("admin/"))


def _walk(patterns: Any, before: str) -> list[Address]:
    found: list[Address] = []
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += _walk(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            found.append(Address(route, each.name or ""))
    return found


def filled(address: Address, chance: Random) -> str:
    """Return a path of this address: three of four ids are those of rows."""
    route = re.sub(r"\(\?P<app_label>.*?\)/\$", "catalog/", address.route)
    route = re.sub(r"\(\?P<url>.*?\)\$", "nowhere/", route).replace("^", "").replace("$", "")
    return "/" + ARGUMENT.sub(lambda match: _argument(match[1], address, chance), route)


def _argument(name: str, address: Address, chance: Random) -> str:
    if chance.random() < 0.25:
        return chance.choice(BAD_IDS)
    match name:
        case "checkout":
            return _one_of(
                [str(uuid) for uuid in Order.objects.order_by("pk").values_list("checkout", flat=True)], chance
            )
        case "token":
            return _one_of([str(order.payments.earliest("pk").token) for order in Order.objects.order_by("pk")], chance)
        case "variant":
            return chance.choice(["card", "checkmo", "default"])
        case "slug":
            slugs = [*Product.objects.order_by("pk").values_list("slug", flat=True), *_slugs_of_categories()]
            return _one_of(slugs, chance)
        case _:
            rows = _model(address)._default_manager.order_by("pk")  # noqa: SLF001  Django's API
            return _one_of([str(pk) for pk in rows.values_list("pk", flat=True)], chance)


def _slugs_of_categories() -> list[str]:
    return list(Category.objects.order_by("pk").values_list("slug", flat=True))


def _one_of(values: list[str], chance: Random) -> str:
    return chance.choice(values) if values else "1"


def _model(address: Address) -> type[Model]:
    for model in admin.site._registry:  # noqa: SLF001  the only list there is
        options = model._meta  # noqa: SLF001  Django's API
        if f"/{options.app_label}/{options.model_name}/" in "/" + address.route:
            return model
    return Product
