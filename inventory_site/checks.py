"""What would be dangerous to serve: refused by `manage.py check`, by WSGI and ASGI before the first request, and by the demo."""

from collections.abc import Iterable, Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

LAPTOP_KEY = "only-for-a-laptop-never-for-a-shop-that-takes-money"


def public_hosts(hosts: Iterable[str]) -> list[str]:
    """Return those of the host names that lead others than this machine here, sorted."""
    return sorted({host for host in hosts if not _is_this_machine(host.lower())})


def _is_this_machine(host: str) -> bool:
    # RFC 6761: localhost, and every name below it, is the machine itself.
    return host in {"127.0.0.1", "[::1]", "localhost"} or host.endswith(".localhost")


def refuse_laptop_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - every check gets it
    **_options: object,
) -> list[CheckMessage]:
    """Refuse the published secret key, and DEBUG, as soon as the shop answers to a name that others can reach.

    Whoever knows the key can forge what we sign: whose form it is, the link of a forgotten password. DEBUG shows every setting.
    """
    public = ", ".join(public_hosts(settings.ALLOWED_HOSTS))
    if not public:
        return []
    errors: list[CheckMessage] = []
    if LAPTOP_KEY in {settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS}:
        errors.append(
            Error(
                f"SECRET_KEY, or one of SECRET_KEY_FALLBACKS, is the published one, but the shop answers to {public}.",
                hint="Set SECRET_KEY in the environment or in .env; `openssl rand -base64 48` makes one. It is no fallback either.",
                id="inventory_site.E001",
            )
        )
    if settings.DEBUG:
        errors.append(
            Error(
                f"DEBUG is on, but the shop answers to {public}.",
                hint="Set DEBUG=false: its error pages show the settings and what was typed.",
                id="inventory_site.E002",
            )
        )
    return errors


def refuse_to_serve() -> None:
    """Raise ImproperlyConfigured when a check above has something against serving; what serves asks before it begins."""
    errors = refuse_laptop_settings(None)
    if errors:
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in errors))
