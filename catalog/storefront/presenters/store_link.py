"""The store views that a visitor can change to."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse

from catalog.storefront.current_store import CurrentStore


@dataclass(frozen=True)
class StoreLink:
    """One store view. `url` is its address when it has a host name of its own; else it is chosen by posting its code."""

    name: str
    code: str
    url: str
    is_current: bool


def store_links(request: HttpRequest, store: CurrentStore) -> tuple[StoreLink, ...]:
    """Return the store views to choose from; none when there is but one."""
    if len(store.offered) < 2:  # noqa: PLR2004  a choice takes two
        return ()
    host, port = split_domain_port(request.get_host())
    one_website = len({view.website_id for view in store.offered}) == 1
    return tuple(
        StoreLink(
            name=view.name if one_website else f"{view.website.name}: {view.name}",
            code=view.code,
            url=_address(request, view.host, port) if view.host and view.host != host else "",
            is_current=view == store.store_view,
        )
        for view in store.offered
    )


def _address(request: HttpRequest, host: str, port: str) -> str:
    return f"{request.scheme}://{host}{port and f':{port}'}{reverse('storefront:home')}"
