"""What every test can ask for."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.empty_database import empty_database, end_other_sessions
from tests.examples import of_rules
from tests.keyed_client import keyed_post
from tests.migrated_template import migrated_template

# Playwright's synchronous API runs an event loop in the test's thread, and Django refuses to query there unless told.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

settings.register_profile("salable", of_rules)
settings.load_profile("salable")

# Files and folders of tests that take ten seconds and more.
LONGEST = (
    "tests/backorders/actions/test_every_action.py",
    "tests/backorders/queries/test_payment_differences.py",
    "tests/backorders/test_living_orders.py",
    "tests/catalog/models/test_low_stock_sequences.py",
    "tests/concurrency/test_every_pair.py",
    "tests/concurrency/test_place_order_races.py",
    "tests/fuzz/",
    "tests/inventory_site/test_every_screen_as_every_role.py",
    "tests/journeys/",
)


def pytest_configure() -> None:
    """Switch the garbage collector off while tests are collected: nothing that is made then goes away again."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: one that came last would keep one worker busy alone. The rest stays in its random order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and not among the collected tests, which stay: that took a tenth of a worker's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _emptied(_: TransactionTestCase) -> None:
    empty_database()


# Between two tests that commit: Django's flush took up to a second, most of it for making every permission again.
TransactionTestCase._fixture_teardown = _emptied  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
Client.post = keyed_post  # type: ignore[assignment,method-assign]

# The headless shell first: it runs the same pages and scripts for half the CPU.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM_ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # containers have 64 MB there
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,  # noqa: ARG001  it wraps the plugin's
    django_db_blocker: DjangoDbBlocker,
    *,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> None:
    """Let the test database be a copy of a migrated one, unless it is there."""
    if django_db_createdb or not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001  it wraps the plugin's
    """Make the test database, and let nobody hold on to it when it is dropped.

    A browser keeps its connections to the live server open, and the server a thread and a database session for each, until the
    browser notices that its page is gone: PostgreSQL refused to drop the database whenever that came a moment late.
    """
    yield
    with django_db_blocker.unblock():
        end_other_sessions()


def chromium_path() -> str:
    """Return where the browser of the journeys lies; fails where there is none."""
    on_path = (shutil.which(name) for name in CHROMIUM_NAMES)
    on_macos = (path for path in CHROMIUM_ON_MACOS if Path(path).exists())
    found = next((path for path in (*on_path, *on_macos) if path), None)
    if found is None:
        pytest.fail("There is no Chromium; `make test` says how to get it.", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), headless=True, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def live_shop(live_server: LiveServer) -> str:
    """The address of a running shop; the test's rows are committed and thrown away afterwards."""
    return str(live_server.url)


@pytest.fixture
def may_complain() -> bool:
    """Whether pages may complain in their console; for the files of tests to say."""
    return False


@pytest.fixture
def page(browser: Browser, live_shop: str, *, may_complain: bool) -> Iterator[Page]:
    """A page on a desktop, with relative addresses; the test fails when the page complained in its console."""
    context = browser.new_context(base_url=live_shop, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    complaints: list[str] = []

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    page = context.new_page()
    page.on("console", note_console)
    page.on("pageerror", note_error)
    yield page
    context.close()
    assert may_complain or complaints == []
