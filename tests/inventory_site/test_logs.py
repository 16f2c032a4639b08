"""What goes wrong leaves a line that says where and about what, and no secret."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.queries.locks import locked_order
from backorders.queries.logged_order import logged_order
from inventory_site.logs import LineForPeople, LineOfJson, is_worth_a_line, logging_settings, masked
from inventory_site.middleware import HEADER
from inventory_site.settings import LOGGING
from tests.factories.catalog import product_with_stock

LINK = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What the JSON log would write."""
    stream, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineOfJson())
    handler.addFilter(is_worth_a_line)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    logged_order.set(None)


def last(lines: StringIO) -> dict[str, str]:
    found: dict[str, str] = json.loads(lines.getvalue().splitlines()[-1])
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["storefront:confirmation", "admin:backorders_order_edit"])
def test_a_broken_page_leaves_its_traceback_with_the_id_that_it_shows(
    admin_client: Client, lines: StringIO, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    order = place_order(lines={product_with_stock(quantity=1): 1}, email="a@example.org", by=None, now=timezone.now())
    admin_client.raise_request_exception = False
    for view in (
        "backorders.storefront.views.order.order_page",
        "backorders.admin.edit_order.page.why_not_edit",
    ):
        monkeypatch.setattr(view, lambda *_, **__: 1 / 0)
    argument = order.checkout if address.startswith("storefront") else order.pk
    answer = admin_client.get(reverse(address, args=(argument,)))
    line = last(lines)
    assert (answer.status_code, line["level"], line["order"]) == (500, "ERROR", order.pk)
    assert line["request"] == answer[HEADER]
    assert answer[HEADER] in answer.content.decode()
    assert "ZeroDivisionError" in line["exception"]
    assert str(order.checkout) not in lines.getvalue()


@pytest.mark.django_db
def test_a_refused_permission_says_who_and_what(client: Client, lines: StringIO) -> None:
    user = User.objects.create_user("nobody", is_staff=True)
    client.force_login(user)
    client.get("/admin/catalog/product/")
    assert (last(lines)["user"], last(lines)["path"], last(lines)["status_code"]) == (
        user.pk,
        "/admin/catalog/product/",
        403,
    )


@pytest.mark.django_db
def test_only_a_failure_leaves_a_traceback(client: Client, lines: StringIO) -> None:
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    client.get(reverse("admin:catalog_product_changelist"))
    assert "exception" not in last(lines)


@pytest.mark.django_db
def test_an_address_that_does_not_exist_leaves_no_line(client: Client, lines: StringIO) -> None:
    assert client.get("/wp-login.php").status_code == 404
    assert lines.getvalue() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "is_taken"), [("proxy-12345", True), ("a\tb", False), ("x" * 65, False), ("", False)]
)
def test_the_id_of_a_proxy_is_kept_when_it_is_one(client: Client, given: str, is_taken: bool) -> None:
    answer = client.get("/", headers={HEADER: given})
    assert (answer[HEADER] == given) is is_taken
    assert answer[HEADER]


@pytest.mark.django_db
def test_what_an_action_says_names_its_order(lines: StringIO) -> None:
    order = place_order(lines={product_with_stock(quantity=1): 1}, email="a@example.org", by=None, now=timezone.now())
    locked_order(order.pk)
    logging.getLogger("backorders").warning("Something")
    assert last(lines)["order"] == order.pk


@pytest.mark.parametrize(
    "secret",
    [
        LINK,
        "4000 0000 0000 0002",
        "4242424242424242",
        "sk_live_abcdef",
        "whsec_abc",
        "hunter2",
        "c2b-3f0a9",
    ],
)
def test_no_secret_is_written_in_text_traceback_or_json(secret: str) -> None:
    said = {"hunter2": "password=hunter2", "c2b-3f0a9": "/admin/reset/MQ/c2b-3f0a9/"}.get(secret, f"got {secret}")
    error = PermissionDenied(said)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "Refused: %s", (said,), (type(error), error, None))
    for line in (LineForPeople("{message}{about}", style="{").format(record), LineOfJson().format(record)):
        assert "Refused" in line
        assert secret not in line


def test_what_is_no_secret_stays() -> None:
    kept = "Order #000000012 of 2026-11-28 12:30:00, 25 on hand, http://localhost:8000/orders/"
    assert masked(kept) == kept
    assert masked("postgres://salable:pw@db/salable") == "postgres://salable:[password]@db/salable"
    assert masked(f"/orders/{LINK}/") == "/orders/0f8f.../"


def test_a_secret_is_found_behind_ten_thousand_letters() -> None:
    """How long looking may take: `tests/architecture/test_patterns.py`."""
    assert masked(f"?_to_field={'x' * 10_000}token=hunter2") == f"?_to_field={'x' * 10_000}token=[secret]"
    assert masked("csrf_token_of_mine = hunter2") == "csrf_token_of_mine = [secret]"


def test_the_log_goes_to_stderr_whatever_debug_is() -> None:
    assert LOGGING["root"] == {"handlers": ["stderr"], "level": "WARNING"}
    assert LOGGING["loggers"]["django"]["handlers"] == []
    assert logging_settings("json", "INFO")["formatters"]["line"]["()"] is LineOfJson


@pytest.mark.parametrize(("logs_sql", "level"), [(True, "DEBUG"), (False, "WARNING")])
def test_statements_are_told_when_somebody_asks_for_them(*, logs_sql: bool, level: str) -> None:
    assert logging_settings("text", "INFO", logs_sql=logs_sql)["loggers"]["django.db.backends"] == {"level": level}
