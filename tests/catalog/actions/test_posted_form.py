"""Keys of forms are forgotten in time, keys of events never."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.actions.posted_form import KEYS_KEPT as KEPT
from catalog.actions.posted_form import forget_used_keys, use_key
from catalog.models import UsedKey
from tests.factories.refused import refused_by

pytestmark = pytest.mark.django_db


def test_old_keys_of_forms_are_forgotten_and_no_others() -> None:
    now = timezone.now()
    for key, path, age in (("old", "/a/", KEPT), ("new", "/a/", timedelta()), ("event", "", KEPT)):
        use_key(key, path=path, now=now - age - timedelta(seconds=1))
    assert forget_used_keys(now=now) == 1
    assert set(UsedKey.objects.values_list("key", flat=True)) == {"new", "event"}


def test_an_empty_key_is_refused() -> None:
    assert "used_key_not_empty" in refused_by(lambda: use_key("", now=timezone.now()))
