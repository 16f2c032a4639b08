"""Requests by chance, from a seed, of everybody, at every address; what broke, and what was spoiled."""

import sys
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from urllib.parse import urlsplit

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import TestCase

from tests.fuzz.addresses import Address, addresses, filled, shop_addresses
from tests.fuzz.cpu_time import backend_process, cpu_seconds, database_megabytes, megabytes
from tests.fuzz.mutations import Sent, around, environment, mutated, posted, query
from tests.fuzz.page_forms import forms_of
from tests.fuzz.report import Report
from tests.fuzz.shop import ANONYMOUS, SHOPPER, Visitor, visitors
from tests.soundness import unsound

TRY_AGAIN = 503
BROKEN = 500
COOKIES = ("sessionid", "csrftoken", "messages", "x")
# Requests between two logins: a visitor who was logged out comes back soon.
VISIT = 25


def attack(*, requests: int, seed: int) -> Report:
    """Send so many requests, each in a transaction of its own inside the test's; the same seed sends the same ones."""
    chance, report, everybody = Random(seed), Report(), visitors()
    errors: list[str] = []

    def note(request: Any, **_: Any) -> None:
        del request
        errors.append(_last_error())

    got_request_exception.connect(note)
    try:
        for n in range(requests):
            visitor = everybody[n // VISIT % len(everybody)]
            if n % VISIT == 0:
                visitor.come()
            _one(visitor, chance, report, errors, f"seed {seed}, request {n}, {visitor.role}")
    finally:
        got_request_exception.disconnect(note)
    report.spoiled = [*unsound(limit=None), *no_numbers()]
    report.megabytes, report.database_megabytes = megabytes(), database_megabytes()
    return report


def _one(visitor: Visitor, chance: Random, report: Report, errors: list[str], which: str) -> None:
    address = _address(visitor, chance)
    sent = around(_chosen(visitor, address, chance), chance, COOKIES)
    errors.clear()
    backend = backend_process()
    begun = cpu_seconds(backend)
    status = _send(visitor, sent)
    seconds = cpu_seconds(backend) - begun
    report.count(route=address.route, status=status, seconds=seconds, which=f"{which}: {sent}")
    if status >= BROKEN and status != TRY_AGAIN:
        report.broken.append(f"{which}: {status} {'; '.join(errors)}\n    {sent}")


def _address(visitor: Visitor, chance: Random) -> Address:
    in_shop = visitor.role in {ANONYMOUS, SHOPPER} and chance.random() < 0.9
    return chance.choice(shop_addresses() if in_shop else addresses())


def _chosen(visitor: Visitor, address: Address, chance: Random) -> Sent:
    """Return a GET, or a POST of a form that the page itself shows."""
    path = filled(address, chance)
    if chance.random() < 0.4:
        return Sent("GET", path, query(chance))
    page = visitor.client.get(path) if _is_plain(path) else None
    forms = forms_of(page.content.decode(errors="replace")) if page is not None and not page.streaming else []
    # Each page of the admin has the way out: one in fifty takes it.
    forms = [form for form in forms if "logout" not in form.action or chance.random() < 0.02]
    if not forms:
        return posted(path, mutated([("key", str(uuid.UUID(int=chance.getrandbits(128))))], chance), chance)
    form = chance.choice(forms)
    fields = list(form.fields)
    fields += [chance.choice(form.buttons) for _ in range(chance.randint(0, 3)) if form.buttons]
    action = urlsplit(form.action)
    sent = posted(action.path or path, mutated(fields, chance), chance)
    sent.query = action.query
    return sent


def _is_plain(path: str) -> bool:
    """Say whether the page is asked for its forms: not by a path that is damaged itself, nor by the way out."""
    return "%" not in path and "logout" not in path


def _send(visitor: Visitor, sent: Sent) -> int:
    client = visitor.client
    kept = {name: client.cookies[name].value for name in sent.cookies if name in client.cookies}
    for name, value in sent.cookies.items():
        client.cookies[name] = value
    try:
        with _alone(), TestCase.captureOnCommitCallbacks(execute=True):
            answer = client.generic(
                sent.method,
                sent.path,
                sent.body,
                content_type=sent.content_type,
                QUERY_STRING=sent.query,
                **environment(sent),
            )
            if answer.streaming:
                b"".join(answer)
            if answer.status_code >= BROKEN:
                transaction.set_rollback(True)
    finally:
        for name in sent.cookies:
            client.cookies.pop(name, None)
            if name in kept:
                client.cookies[name] = kept[name]
    return int(answer.status_code)


@contextmanager
def _alone() -> Iterator[None]:
    with transaction.atomic():
        yield


def _last_error() -> str:
    kind, error, steps = sys.exc_info()
    all_of_it = traceback.extract_tb(steps)
    ours = [step for step in all_of_it if "site-packages" not in step.filename]
    where = [f"{step.filename.rpartition('/')[2]}:{step.lineno}" for step in [*ours[-3:], *all_of_it[-3:]]]
    return f"{kind.__name__ if kind else ''}: {str(error)[:200]} at {' < '.join(reversed(where))}"


def no_numbers() -> list[str]:
    """Return where a numeric column of any table holds NaN or an infinity."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('numeric', 'double precision', 'real') ORDER BY 1, 2"
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            cursor.execute(
                f"SELECT count(*) FROM \"{table}\" WHERE \"{column}\"::text IN ('NaN', 'Infinity', '-Infinity')"
            )
            if count := cursor.fetchone()[0]:
                found.append(f"{count} of {table}.{column} are no numbers")
    return found
