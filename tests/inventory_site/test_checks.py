"""The published secret key is for laptops."""

import pytest
from pytest_django.fixtures import Settings

from inventory_site.checks import LAPTOP_KEY, refuse_laptop_key
from tests.inventory_site.postgres_user import ROOT


@pytest.mark.parametrize(
    ("debug", "key", "hosts", "refusals"),
    [
        (False, LAPTOP_KEY, ["shop.example.org", "localhost"], ["inventory_site.E001"]),
        (False, LAPTOP_KEY, ["*"], ["inventory_site.E001"]),
        (False, LAPTOP_KEY, ["localhost", "127.0.0.1", "[::1]", ".localhost"], []),
        (False, "a-secret", ["shop.example.org"], []),
        (True, LAPTOP_KEY, ["shop.example.org"], []),
    ],
)
def test_published_key_is_refused_for_public_hosts(
    settings: Settings,
    *,
    debug: bool,
    key: str,
    hosts: list[str],
    refusals: list[str],
) -> None:
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = debug, key, hosts
    assert [refusal.id for refusal in refuse_laptop_key(None)] == refusals


def test_check_knows_the_key_of_the_settings() -> None:
    assert LAPTOP_KEY in (ROOT / "inventory_site" / "settings.py").read_text()
