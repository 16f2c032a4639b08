"""Whose day became later is told once a change, with both days and two ways; opening a link changes nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions import tell_moved_days as action
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.steps import messages as sent
from backorders.actions.tell_moved_days import CannotKeep, keep_moved_day, tell_moved_days
from backorders.emails.message import Message
from backorders.models import MovedDay, Notification, Order
from catalog.models import IncomingSupply
from catalog.words.moment import DAY
from tests.backorders.queries.test_moved_day import moved_supply, ordered, waiting
from tests.catalog.admin.filled_form import filled_form
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def told(order: Order) -> list[Notification]:
    return list(order.notifications.filter(key__startswith="day_moved:").order_by("pk"))


def in_days(days: int) -> str:
    return f"{localdate() + timedelta(days=days):{DAY}}"


def test_a_customer_is_told_once_a_change_of_both_days() -> None:
    bag, order = waiting()
    other = ordered(bag, units=1)
    assert tell_moved_days(now=NOW) == 0
    moved_supply()
    assert (tell_moved_days(now=NOW), tell_moved_days(now=NOW)) == (2, 0)
    (mail,) = told(order)
    assert f"The date of your order #{order.number} has moved" == mail.subject
    for text in (mail.body_text, mail.body_html):
        assert in_days(4) in text
        assert in_days(9) in text
    moved_supply(4)
    assert tell_moved_days(now=NOW) == 0
    moved_supply(20)
    assert tell_moved_days(now=NOW) == 2
    assert [len(told(each)) for each in (order, other)] == [2, 2]
    assert in_days(9) in told(order)[1].body_text
    IncomingSupply.objects.update(is_closed=True)
    assert (tell_moved_days(now=NOW), tell_moved_days(now=NOW)) == (2, 0)
    assert "No date is known yet." in told(order)[2].body_text
    assert list(MovedDay.objects.filter(line__order=order).values_list("day", flat=True))[2] is None
    last = order.events.order_by("pk").last()
    assert last is not None
    assert last.text.startswith("Told the customer that what he waits for comes later:")


def links(order: Order) -> tuple[str, str]:
    """Return where the mail's two ways lead: keep, cancel."""
    (mail,) = told(order)
    keep, cancel = (re.search(rf"{way}: \S+?(/orders/\S+)", mail.body_text) for way in ("Keep it", "Cancel this item"))
    assert keep
    assert cancel
    return keep[1], cancel[1]


def test_the_ways_of_the_mail_need_no_account_and_opening_them_changes_nothing(client: Client) -> None:
    _, order = waiting()
    moved_supply()
    tell_moved_days(now=NOW)
    before = (order.events.count(), order.lines.get().canceled)
    keep, cancel = links(order)
    for address in (keep, cancel, keep, cancel):
        assert client.get(address).status_code == 200
    assert (order.events.count(), order.lines.get().canceled) == before
    assert MovedDay.objects.get().kept_at is None
    page = page_text(client.get(keep))
    assert f"Expected by {in_days(9)}. We had told you: {in_days(4)}. We are sorry." in page
    for _ in range(2):
        answer = client.post(keep, follow=True)
        assert "We keep your order as it is." in page_text(answer)
    assert MovedDay.objects.get().kept_at is not None
    assert order.events.filter(text__endswith="and waits.", is_through_link=True).count() == 1
    assert "You told us that you wait for it." in page_text(client.get(keep))
    assert "Cancel items of order" in page_text(client.get(cancel))


def test_an_answer_to_what_was_never_told_is_refused(client: Client) -> None:
    _, order = waiting()
    line, other = order.lines.get(), waiting()[1].lines.get()
    for pk in (line.pk, other.pk, 0):
        with pytest.raises(CannotKeep):
            keep_moved_day(order=order, line_id=pk, now=NOW)
        address = f"/orders/{order.checkout}/lines/{pk}/moved-day/"
        for answer in (client.get(address, follow=True), client.post(address, follow=True)):
            assert "Nothing of this line is waited for any more." in page_text(answer)
    moved_supply()
    tell_moved_days(now=NOW)
    with pytest.raises(CannotKeep):
        keep_moved_day(order=order, line_id=other.pk, now=NOW)


def test_the_page_says_what_is_true_when_it_is_opened(client: Client) -> None:
    bag, order = waiting()
    moved_supply()
    tell_moved_days(now=NOW)
    keep, cancel = links(order)
    moved_supply(6)
    assert f"comes later Expected by {in_days(6)}. We had told you: {in_days(4)}." in page_text(client.get(keep))
    moved_supply(4)
    page = page_text(client.get(keep))
    assert f"comes on time after all Expected by {in_days(4)}. We had told you: {in_days(4)}." in page
    assert "sorry" not in page
    bag.source_items.update(quantity=5)
    page = page_text(client.get(keep))
    assert "is in stock now All of it that has not been shipped is there for you." in page
    assert "Keep it" not in page
    hold_order(order=order, by=None, now=NOW)
    page = page_text(client.get(keep))
    assert "Cancel this item" not in page
    assert "Unless you cancel" not in page
    assert "Nothing of this line" not in page
    order.lines.update(canceled=5)
    for answer in (client.get(keep, follow=True), client.post(keep, follow=True)):
        assert "Nothing of this line is waited for any more." in page_text(answer)
    assert client.get(cancel, follow=True).status_code == 200
    assert MovedDay.objects.get().kept_at is None


def test_who_keeps_a_day_that_moved_again_meanwhile_reads_the_new_one_first(client: Client) -> None:
    _, order = waiting()
    moved_supply()
    tell_moved_days(now=NOW)
    keep, _ = links(order)
    first = filled_form(client.get(keep))
    moved_supply(20)
    tell_moved_days(now=NOW)
    page = page_text(client.post(keep, first, follow=True))
    assert "The date has moved again since this page was opened: please read the new one." in page
    assert f"Expected by {in_days(20)}. We had told you: {in_days(9)}." in page
    assert not MovedDay.objects.exclude(kept_at=None).exists()
    for _ in range(2):
        assert "We keep your order as it is." in page_text(
            client.post(keep, filled_form(client.get(keep)), follow=True)
        )
    assert [each.kept_at is not None for each in MovedDay.objects.order_by("pk")] == [False, True]


def test_what_a_check_has_paid_for_offers_no_cancel_in_mail_and_page(client: Client) -> None:
    _, order = waiting()
    invoice_order(order=order, by=None, now=NOW)
    moved_supply()
    tell_moved_days(now=NOW)
    (mail,) = told(order)
    for text in (mail.body_text, mail.body_html):
        assert "It is paid for: to cancel it, please answer this mail." in text
        assert "ancel this item" not in text
    page = page_text(client.get(f"/orders/{order.checkout}/lines/{order.lines.get().pk}/moved-day/"))
    assert "Keep it" in page
    assert "Cancel this item" not in page


def test_the_link_of_a_line_that_has_left_names_it_beside_what_can_be_canceled(client: Client) -> None:
    order = ordered(*(waiting(name=name)[0] for name in ("Bag", "Mug")))
    gone = order.lines.get(name="Bag")
    order.lines.filter(pk=gone.pk).update(shipped=5)
    page = page_text(client.get(f"/orders/{order.checkout}/cancel-items/?line={gone.pk}"))
    assert "Nothing of Bag can be canceled any more. What can be is below." in page
    assert "Mug" in page


def test_one_order_that_cannot_be_told_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bag, first = waiting()
    second = ordered(bag, units=1)
    moved_supply()
    notify = sent.notify

    def fails_once(*, order: Order, occasion: str, message: Message) -> Notification:
        if order == first:
            raise RuntimeError
        return notify(order=order, occasion=occasion, message=message)

    monkeypatch.setattr(action, "notify", fails_once)
    assert tell_moved_days(now=NOW) == 1
    monkeypatch.undo()
    # What died in between left nothing behind, and is told by the next round.
    assert (MovedDay.objects.filter(line__order=first).exists(), len(told(second))) == (False, 1)
    assert tell_moved_days(now=NOW) == 1
    assert [len(told(each)) for each in (first, second)] == [1, 1]
