"""The trail from the front page to where the shopper stands."""

from dataclasses import dataclass

from django.urls import reverse

from catalog.storefront.departments import Department


@dataclass(frozen=True)
class Crumb:
    """A step of the trail; the last one has no address."""

    label: str
    url: str


def crumbs(trail: tuple[Department, ...], here: str) -> tuple[Crumb, ...]:
    """Return Home, the departments of `trail` and the page itself."""
    steps = (Crumb(department.name, department.url) for department in trail)
    return (Crumb("Home", reverse("storefront:home")), *steps, Crumb(here, ""))
