"""The published secret key and DEBUG are for laptops, whoever serves."""

import os
import re
import subprocess
import sys

import pytest
from django.core import signing
from django.db import connection
from pytest_django.fixtures import Settings

from inventory_site.checks import LAPTOP_KEY, public_hosts, refuse_laptop_settings
from tests.inventory_site.postgres_user import ROOT

# Playwright sets one for its own sake, and a deployment has none of it.
OURS = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
KEY, DEBUG = "inventory_site.E001", "inventory_site.E002"


@pytest.mark.parametrize(
    ("debug", "key", "hosts", "refusals"),
    [
        (False, LAPTOP_KEY, ["shop.example.org", "localhost"], [KEY]),
        (False, LAPTOP_KEY, ["*"], [KEY]),
        (False, LAPTOP_KEY, ["localhost", "127.0.0.1", "[::1]", ".localhost", "eu.localhost"], []),
        (False, "a-secret", ["shop.example.org"], []),
        (True, LAPTOP_KEY, ["shop.example.org"], [KEY, DEBUG]),
        (True, "a-secret", ["shop.example.org"], [DEBUG]),
        (True, LAPTOP_KEY, ["localhost"], []),
    ],
)
def test_laptop_settings_are_refused_for_public_hosts(
    settings: Settings,
    *,
    debug: bool,
    key: str,
    hosts: list[str],
    refusals: list[str],
) -> None:
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = debug, key, hosts
    assert [refusal.id for refusal in refuse_laptop_settings(None)] == refusals


def test_the_published_key_is_no_key_of_before_either(settings: Settings) -> None:
    """Whoever knows a fallback can forge what we signed with it."""
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = False, "a-secret", ["shop.example.org"]
    settings.SECRET_KEY_FALLBACKS = ["an-old-one", LAPTOP_KEY]
    assert [refusal.id for refusal in refuse_laptop_settings(None)] == [KEY]
    settings.SECRET_KEY_FALLBACKS = ["an-old-one"]
    assert refuse_laptop_settings(None) == []


def test_a_key_of_before_opens_what_it_signed(settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "old", []
    signed = signing.dumps("kept")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert signing.loads(signed) == "kept"


def test_a_name_that_only_ends_as_localhost_is_public() -> None:
    assert public_hosts(["notlocalhost", "localhost.example.org", "LOCALHOST", "0.0.0.0"]) == [  # noqa: S104
        "0.0.0.0",  # noqa: S104
        "localhost.example.org",
        "notlocalhost",
    ]


def test_check_knows_the_key_of_the_settings() -> None:
    assert LAPTOP_KEY in (ROOT / "inventory_site" / "settings.py").read_text()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**OURS, "DJANGO_SETTINGS_MODULE": "inventory_site.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("server", ["wsgi", "asgi"])
@pytest.mark.parametrize("wrong", [{"SECRET_KEY": LAPTOP_KEY, "DEBUG": "false"}, {"SECRET_KEY": "k", "DEBUG": "true"}])
def test_server_does_not_start_with_laptop_settings_and_a_public_host(server: str, wrong: dict[str, str]) -> None:
    started = run("-c", f"import inventory_site.{server}", ALLOWED_HOSTS="shop.example.org", **wrong)
    assert started.returncode == 1
    assert re.search(r"ImproperlyConfigured: .*the shop answers to shop\.example\.org", started.stderr)


@pytest.mark.django_db
def test_deploy_check_is_silent_with_the_example_filled_in() -> None:
    example = (ROOT / ".env.example").read_text()
    filled = dict(re.findall(r"^#([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert "HTTPS" in filled
    # The database of the tests, which runs: the check asks it what it can do.
    database = {"DATABASE_URL": os.environ.get("DATABASE_URL", "")}
    database["POSTGRES_DATA"] = str(connection.settings_dict["HOST"])
    key = "9f3c7b1e5a" * 6 + "-XYZ"
    checked = run(
        "-W",
        "error",
        "manage.py",
        "check",
        "--deploy",
        "--fail-level=INFO",
        **{**filled, **database, "SECRET_KEY": key},
    )
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stderr
    assert checked.stdout == "System check identified no issues (0 silenced).\n"
