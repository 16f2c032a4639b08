"""What `make prove` waits for when nobody works any more, and what it takes for given up."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from payments import PaymentStatus

from backorders.actions.edit_order import edit_order
from backorders.actions.expire_payments import expire_payments
from backorders.actions.place_order import place_order
from backorders.models import Errand, Notification, Refund
from backorders.models.outbox import OutboxRow, RetriedRow
from backorders.queries.locks import due
from backorders.rules.outbox import MAX_TRIES, claim_ends
from tests.backorders.outbox import errand_due, kept, refund_due
from tests.factories.catalog import product_with_stock
from tests.proof.calm import LONGEST_TRY, left
from tests.proof.verdict import given_up

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(minutes=10)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def refund_of_a_program_ahead() -> Refund:
    """Too little came for what an edit made of the order, and a program whose clock runs 30 hours ahead lets it expire."""
    bag = product_with_stock(quantity=9, price=Decimal("19.75"))
    order = place_order(lines={bag: 1}, email="ada@example.org", by=None, now=timezone.now())
    edit_order(order=order, units={order.lines.get(): Decimal(2)}, by=None, now=timezone.now())
    payment = order.payments.get()
    payment.captured_amount = Decimal("19.75")
    payment.change_status(PaymentStatus.CONFIRMED)
    assert expire_payments(now=NOW + 30 * HOUR) == 1
    Notification.objects.all().delete()
    Errand.objects.all().delete()
    return Refund.objects.get()


@pytest.mark.parametrize("row", [kept, errand_due, refund_due, refund_of_a_program_ahead])
def test_what_waits_for_its_time_waits_no_longer(row: Callable[[], OutboxRow]) -> None:
    waiting = row()
    type(waiting)._default_manager.filter(pk=waiting.pk).update(next_try_at=NOW + 30 * HOUR)  # noqa: SLF001  Django's API
    assert [name.split()[0] for name in left(now=NOW)] == [type(waiting).__name__]
    assert due(type(waiting), now=NOW).get().pk == waiting.pk


def test_a_refund_by_a_clock_that_runs_ahead_is_asked_for_ahead_of_time() -> None:
    assert refund_of_a_program_ahead().next_try_at == NOW + 30 * HOUR


@pytest.mark.parametrize(("since", "is_freed"), [(LONGEST_TRY - SECOND, False), (LONGEST_TRY + SECOND, True)])
@pytest.mark.parametrize("row", [kept, errand_due])
def test_who_has_begun_gets_the_time_of_the_longest_try(
    row: Callable[[], RetriedRow], since: timedelta, is_freed: bool
) -> None:
    begun = row()
    rows = type(begun)._default_manager.filter(pk=begun.pk)  # noqa: SLF001  Django's API
    rows.update(tries=1, is_begun=True, next_try_at=claim_ends(now=NOW - since))
    assert len(left(now=NOW)) == 1
    assert due(type(begun), now=NOW).exists() == is_freed


@pytest.mark.parametrize(("since", "is_freed"), [(LONGEST_TRY - SECOND, False), (LONGEST_TRY + SECOND, True)])
def test_a_provider_that_was_asked_gets_it_too(since: timedelta, is_freed: bool) -> None:
    refund = refund_due()
    refund.status, refund.begun_at, refund.next_try_at = "sending", NOW - since, NOW + HOUR
    refund.save()
    assert len(left(now=NOW)) == 1
    assert due(Refund, now=NOW).exists() == is_freed


def test_nothing_is_left_of_what_was_sent() -> None:
    message = kept()
    Notification.objects.update(sent_at=NOW, next_try_at=None)
    assert (message.order, left(now=NOW), list(given_up())) == (message.order, {}, [])


@pytest.mark.parametrize("row", [kept, errand_due, refund_due])
def test_what_is_tried_no_more_is_wrong(row: Callable[[], OutboxRow]) -> None:
    parked = row()
    assert list(given_up()) == []
    parked.tries, parked.next_try_at = MAX_TRIES, None
    if isinstance(parked, Refund):
        parked.status = "failed"
    parked.save()
    assert [words.split()[0] for words in given_up()] == [type(parked).__name__]
    assert left(now=NOW) == {}
