"""What became of everything that was told: `python -m tests.proof.verdict FOLDER`, when nobody works any more.

It prints one line of JSON: what differs, in words.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, connections
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.tell_moved_days import tell_moved_days
from backorders.models import (
    CreditMemo,
    Invoice,
    MovedDay,
    Notification,
    Order,
    OrderEvent,
    Payment,
    Refund,
    RefundStatus,
    Shipment,
    SourceMovement,
)
from backorders.models.outbox import RetriedRow
from backorders.queries.inventory_check import every_difference
from backorders.queries.moved_day import moved_days
from backorders.tasks.outbox import DRAINS
from backorders.words.inventory_difference import difference_words
from catalog.models import SourceItem, UsedKey
from tests.faults.told_orders import order_differences
from tests.proof.goods import LIMITS, UNITS_AT_SOURCE
from tests.proof.history import Request, lines_of, requests_in
from tests.proof.watcher import differences_now

# Money that left the bank because the shop asked for it.
GONE = (RefundStatus.SENT, RefundStatus.AT_PROVIDER)
# What a commit waits for, so that it outlives a crash of the machine.
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
# What keeps its key, and where.
KEPT = {"ship": Shipment, "refund": CreditMemo, "confirm payment": Invoice, "edit": OrderEvent}


def differences(folder: Path) -> Iterator[str]:
    """Yield what is wrong, in words."""
    requests = requests_in(folder / "histories")
    yield from differences_now()
    found = map(difference_words, every_difference(now=timezone.now()))
    yield from (f"check_inventory: {each}" for each in found)
    yield from durability()
    yield from orders_told(requests)
    yield from keys_told(requests)
    yield from parcels_told(requests)
    yield from units_told(requests)
    yield from days_told()
    yield from mails_taken(list(lines_of(folder / "mails.jsonl")))
    yield from given_up()
    books = folder / "bank.json"
    if books.exists():
        yield from money(json.loads(books.read_text()))


def orders_told(requests: list[Request]) -> Iterator[str]:
    """Yield orders that were told and are not there, that are there twice, or that were refused and are there."""
    there = defaultdict(list)
    for email, checkout in Order.objects.values_list("email", "checkout"):
        there[email].append(str(checkout))
    for request in requests:
        if request.kind not in {"place", "check out"}:
            continue
        found = there[request.what["email"]]
        wanted = request.told.get("checkout") or request.what.get("checkout")
        yield from order_differences(
            request.what["email"],
            told=str(wanted) if request.is_done else "",
            is_refused=not request.is_done and not request.is_in_doubt,
            there=found,
        )


def keys_told(requests: list[Request]) -> Iterator[str]:
    """Yield parcels, memos, invoices and edits that were told and are not there once, and refused ones that are."""
    for kind, model in KEPT.items():
        keys = Counter(model._default_manager.exclude(key="").values_list("key", flat=True))  # noqa: SLF001  Django
        for request in (each for each in requests if each.kind == kind):
            count = keys[request.what["key"]]
            # An edit that changes nothing is told, and leaves no event.
            if count > 1 or (request.is_done and not count and kind != "edit"):
                yield f"{kind} {request.what} was told, and is there {count} times"
            if count and not request.is_done and not request.is_in_doubt:
                yield f"{kind} {request.what} was refused, and is there"


def parcels_told(requests: list[Request]) -> Iterator[str]:
    """Yield parcels that were told to be undone or handed over and are not, and those that were undone twice."""
    undone = set(Shipment.objects.filter(undone_at__isnull=False).values_list("pk", flat=True))
    left = set(Shipment.objects.filter(handed_over_at__isnull=False).values_list("pk", flat=True))
    told = Counter(each.what["shipment"] for each in requests if each.kind == "undo" and each.is_done)
    yield from (f"shipment {pk} was undone {times} times" for pk, times in told.items() if times > 1)
    yield from (f"undoing shipment {pk} was told, and it stands" for pk in told.keys() - undone)
    marked = {each.what["shipment"] for each in requests if each.kind == "hand over" and each.is_done}
    yield from (f"handing over shipment {pk} was told, and is not there" for pk in marked - left)


def units_told(requests: list[Request]) -> Iterator[str]:
    """Yield deliveries that were told and not booked, and shelves that hold another number than came less than what left."""
    used = set(UsedKey.objects.filter(key__startswith="delivery:").values_list("key", flat=True))
    came: defaultdict[str, Decimal] = defaultdict(Decimal)
    for request in (each for each in requests if each.kind == "receive"):
        is_there = f"delivery:{request.what['key']}" in used
        if request.is_done and not is_there:
            yield f"delivery {request.what} was told, and is not booked"
        came[request.what["sku"]] += Decimal(request.what["units"]) if is_there else 0
    moved = dict(SourceMovement.objects.values_list("line__product__sku").annotate(sum=Sum("quantity")))
    lie = dict(SourceItem.objects.values_list("product__sku").annotate(sum=Sum("quantity")))
    for sku in LIMITS:
        wanted = 2 * UNITS_AT_SOURCE + came[sku] + moved.get(sku, 0)
        if lie[sku] != wanted:
            yield f"{sku}: {lie[sku]} units lie there, and {wanted} came less than left"


def days_told() -> Iterator[str]:
    """Yield customers who were not told once of each change of their day, and those who are not told of the last one.

    The day that a line was told of next begins where the one before ended; each round that told of an order wrote one message.
    """
    now = timezone.now()
    tell_moved_days(now=now)
    if again := tell_moved_days(now=now):
        yield f"{again} customers are told of the same moved day twice"
    yield from (f"{each.line} has moved to {each.day}, and nobody was told" for each in moved_days(today=localdate()))
    rounds: Counter[int] = Counter()
    for order, _ in MovedDay.objects.values_list("line__order", "told_at").distinct():
        rounds[order] += 1
    mails = Counter(Notification.objects.filter(key__startswith="day_moved:").values_list("order", flat=True))
    for order in sorted(rounds.keys() | mails.keys()):
        if rounds[order] != mails[order]:
            yield f"order {order} was told {mails[order]} times of days that moved {rounds[order]} times"
    for row in MovedDay.objects.exclude(day=None).filter(day__lte=F("was")):
        yield f"{row} was told as later"


def mails_taken(mails: list[dict[str, Any]]) -> Iterator[str]:
    """Yield mails that nobody has decided, or not yet; events with two Message-IDs; mails that are noted as sent and never came."""
    names = {str(key): pk for pk, key in Notification.objects.values_list("pk", "request_key")}
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    taken = set()
    for mail in mails:
        key = mail["id"].strip("<>").partition("@")[0]
        taken.add(key)
        seen[mail["to"], mail["subject"]].add(mail["id"])
        if key not in names:
            yield f"mail {mail['subject']!r} to {mail['to']} tells of what never happened"
        elif mail["is_decided"] is False:
            yield f"mail {mail['subject']!r} to {mail['to']} was sent before it was decided"
    confirmed = dict(Order.objects.values_list("email", "number"))
    for (to, subject), ids in seen.items():
        if subject == f"Your order #{confirmed.get(to)}" and len(ids) > 1:
            yield f"{subject!r} was sent to {to} under {len(ids)} names"
    for key in Notification.objects.filter(sent_at__isnull=False).values_list("request_key", flat=True):
        if str(key) not in taken:
            yield f"message {key} is noted as sent, and never came"


def given_up() -> Iterator[str]:
    """Yield rows of the outbox that were parked unsent: in a proof nothing gives a reason to park one."""
    for model in DRAINS:
        if issubclass(model, RetriedRow):
            # What was withdrawn has no tries.
            for row in model._default_manager.filter(sent_at=None, next_try_at=None, tries__gt=0):  # noqa: SLF001  Django's API
                yield f"{model.__name__} {row.pk} is given up after {row.tries} tries: {row.last_error}"
    unsent = Q(status=RefundStatus.FAILED) | Q(status=RefundStatus.SENDING, next_try_at=None)
    for refund in Refund.objects.filter(unsent):
        yield f"Refund {refund.pk} is {refund.status} after {refund.tries} tries: {refund.message}"


def money(books: dict[str, Any]) -> Iterator[str]:
    """Yield payments of which the bank's book and the shop's differ: money in, and money out."""
    sums = Refund.objects.filter(status__in=GONE).values_list("payment__token").annotate(sum=Sum("amount"))
    given_back = dict(sums)
    for token, captured in Payment.objects.filter(variant="card").values_list("token", "captured_amount"):
        book = books.get(token, {"in": "0", "out": {}})
        out = sum(map(Decimal, book["out"].values()), Decimal(0))
        if Decimal(book["in"]) != captured:
            yield f"payment {token}: {captured} are noted as captured, the bank has taken {book['in']}"
        if out != given_back.get(token, 0):
            yield f"payment {token}: {given_back.get(token, 0)} are noted as given back, the bank has paid out {out}"


def durability() -> Iterator[str]:
    """Yield what would let a commit that was told be lost in a crash of the machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)])
        yield from (f"{name} is {setting}" for name, setting in cursor.fetchall() if setting != "on")


def main(folder: str) -> None:
    """Print it."""
    print(json.dumps(sorted(set(differences(Path(folder))))))
    connections.close_all()


if __name__ == "__main__":
    main(*sys.argv[1:])
