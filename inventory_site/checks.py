"""System checks of the site: what would be dangerous to serve."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

LAPTOP_KEY = "only-for-a-laptop-never-for-a-shop-that-takes-money"
LAPTOP_HOSTS = {"localhost", "127.0.0.1", "[::1]", ".localhost"}


def refuse_laptop_key(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - every check gets it
    **_options: object,
) -> list[CheckMessage]:
    """Refuse the published secret key as soon as the shop answers to a name that others can reach.

    Whoever knows the key can forge a staff member's session.
    """
    public = sorted(set(settings.ALLOWED_HOSTS) - LAPTOP_HOSTS)
    if settings.DEBUG or settings.SECRET_KEY != LAPTOP_KEY or not public:
        return []
    return [
        Error(
            f"SECRET_KEY is the published one, but the shop answers to {', '.join(public)}.",
            hint="Set SECRET_KEY in the environment or in .env; `openssl rand -base64 48` makes one.",
            id="inventory_site.E001",
        )
    ]
