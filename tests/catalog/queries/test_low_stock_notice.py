"""Which low stock notices are new to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from catalog.actions.low_stock_notice import read_low_stock
from catalog.models import LowStockNotice, SourceItem
from catalog.queries.low_stock_notice import NEWS, unread_notices
from tests.factories.catalog import product_with_stock

# What one transaction does and undoes is no news.
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_notice_is_new_to_each_who_has_not_read_it_for_thirty_days() -> None:
    product_with_stock(quantity=25, notify_stock_qty=10)
    SourceItem.objects.update(quantity=3)
    notice = LowStockNotice.objects.order_by("-pk")[0]
    ada, eve = User.objects.create_user("ada"), User.objects.create_user("eve")
    now = notice.crossed_at
    read_low_stock(up_to=notice.pk, by=ada, now=now)
    assert not unread_notices(ada, now=now).exists()
    assert unread_notices(eve, now=now + NEWS - timedelta(seconds=1)).exists()
    assert not unread_notices(eve, now=now + NEWS).exists()
