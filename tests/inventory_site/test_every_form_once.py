"""Every address that takes a POST does a form once, or says why sending it again does no harm."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from catalog.forms.hidden_fields import KEY
from catalog.forms.once import REASON

pytestmark = pytest.mark.django_db

# Views of Django and Unfold that answer before anything is done. Ours say it themselves: `catalog.forms.once.harmless`.
HARMLESS = {
    "admin/login/": "Who logs in again is logged in.",
    "admin/logout/": "It is no screen: Django leads everybody away from it but by a POST, and who is out stays out.",
    "admin/(?P<url>.*)$": "It writes nothing: there is no such address.",
}
# Pages of the shop that take no POST.
READ_ONLY = {
    "",
    "category/<slug:slug>/",
    "search/",
    "account/",
    "account/password/mailed/",
    "products/<slug:slug>/",
    "favicon.ico",
    "robots.txt",
    "sitemap.xml",
    "product-feed.xml",
    "sitemap-<slug:section>.xml",
    "pictures/<slug:shape>/<slug:tone>.svg",
}
SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "1",
    "slug": "x",
    "path": "1",
    "str": "1",
}


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


def sample(address: str, pattern: URLPattern) -> str:
    for name, converter in pattern.pattern.converters.items():
        kind = next(kind for kind in SAMPLES if f"<{kind}:{name}>" in address or f"<{name}>" in address)
        del converter
        address = address.replace(f"<{kind}:{name}>", SAMPLES[kind]).replace(f"<{name}>", SAMPLES[kind])
    return "/" + address.replace("^(?P<app_label>auth|catalog|backorders|django_tasks_database)/$", "catalog/")


def is_excepted(address: str, pattern: URLPattern) -> bool:
    return bool(getattr(pattern.callback, REASON, "")) or address in HARMLESS or address in READ_ONLY


def test_no_address_does_a_form_that_brings_no_key(admin_client: Client) -> None:
    admin_client.raise_request_exception = False
    done_without = []
    for address, pattern in addresses():
        if is_excepted(address, pattern) or is_excepted_by_its_screen(pattern):
            continue
        answer = admin_client.post(sample(address, pattern), {KEY: ""})
        if answer.status_code != 409:
            done_without.append((address, answer.status_code))
    assert done_without == []


def is_excepted_by_its_screen(pattern: URLPattern) -> bool:
    """Say whether the method behind an admin's address carries its reason: Django wraps methods without their marks."""
    wrapped: Any = pattern.callback
    while (inner := getattr(wrapped, "__wrapped__", None)) is not None:
        wrapped = inner
    return bool(getattr(wrapped, REASON, ""))


def test_an_exception_names_its_reason() -> None:
    reasons = {str(getattr(pattern.callback, REASON, "")) for _, pattern in addresses()} | set(HARMLESS.values())
    assert all(reason == "" or len(reason.split()) > 5 for reason in reasons)


def test_what_is_called_read_only_is(admin_client: Client) -> None:
    for address, pattern in addresses():
        if address in READ_ONLY:
            answer = admin_client.post(sample(address, pattern), {KEY: str(uuid.uuid4())})
            assert answer.status_code in {405, 404}, address
