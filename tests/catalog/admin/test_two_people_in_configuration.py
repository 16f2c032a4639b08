"""Stores > Configuration in two tabs: setting by setting, minimums and boxes included."""

from typing import Any

import pytest
from django.test import Client

from catalog.actions.configuration import save_configuration
from catalog.actions.steps.row import ChangedMeanwhile
from catalog.forms.shown_form import CHOICE
from catalog.models import ConfigurationValue
from catalog.rules.product_setting import BACKORDERS, MIN_QTY, MIN_SALE_QTY
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.test_two_people_one_form import said, sent, tabs

pytestmark = pytest.mark.django_db
URL = "/admin/catalog/configurationvalue/"


def own(path: str, value: str) -> dict[str, Any]:
    return {path: value, f"inherit:{path}": None}


def stored() -> dict[str, str]:
    return dict(ConfigurationValue.objects.values_list("path", "value"))


def asked(answer: Any) -> list[tuple[str, str, str]]:
    return [(each.label, each.theirs, each.mine) for each in answer.context["meanwhile"].contested]


def test_different_settings_both_survive_and_the_second_is_told() -> None:
    (anna, first), (ben, second) = tabs(URL)
    sent(anna, first, **own(MIN_QTY.path, "-50"))
    answer = sent(ben, second, **own(BACKORDERS.path, "1"))
    assert stored() == {MIN_QTY.path: "-50", BACKORDERS.path: "1"}
    assert "Out-of-Stock Threshold was changed to -50 by anna" in said(answer)


def test_the_same_setting_is_asked_about_and_nothing_is_saved_until_somebody_chose() -> None:
    (anna, first), (ben, second) = tabs(URL)
    sent(anna, first, **own(MIN_QTY.path, "-50"))
    answer = sent(ben, second, **own(MIN_QTY.path, "-7"), **own(BACKORDERS.path, "1"))
    assert asked(answer) == [("Out-of-Stock Threshold", "-50", "-7")]
    assert "by anna, " in answer.content.decode()
    assert stored() == {MIN_QTY.path: "-50"}
    assert asked(sent(ben, answer)) == [("Out-of-Stock Threshold", "-50", "-7")]
    sent(ben, answer, **{f"{CHOICE}{MIN_QTY.path}": "mine"})
    assert stored() == {MIN_QTY.path: "-7", BACKORDERS.path: "1"}


def test_a_box_is_a_change_like_any_other_and_theirs_can_be_kept() -> None:
    save_configuration({MIN_QTY.path: "5"}, by=None)
    (anna, first), (ben, second) = tabs(URL)
    sent(anna, first, **{f"inherit:{MIN_QTY.path}": "1"})
    answer = sent(ben, second, **own(MIN_QTY.path, "7"))
    assert asked(answer) == [("Out-of-Stock Threshold", "Use system value", "7")]
    sent(ben, answer, **{f"{CHOICE}{MIN_QTY.path}": "theirs"})
    assert stored() == {}


def test_minimums_that_both_changed_are_asked_about() -> None:
    (anna, first), (ben, second) = tabs(URL)
    rows = {MIN_SALE_QTY.path: "", f"inherit:{MIN_SALE_QTY.path}": None, f"{MIN_SALE_QTY.path}:group": "32000"}
    sent(anna, first, **rows, **{f"{MIN_SALE_QTY.path}:least": "2"})
    answer = sent(ben, second, **rows, **{f"{MIN_SALE_QTY.path}:least": "3"})
    assert [(theirs, mine) for _, theirs, mine in asked(answer)] == [("2", "3")]


def test_an_error_beside_it_forgets_neither_what_was_shown_nor_what_was_typed(admin_client: Client) -> None:
    page = admin_client.get(URL)
    save_configuration({MIN_QTY.path: "-50"}, by=None)
    refused = admin_client.post(URL, filled_form(page, **own(BACKORDERS.path, "9"), **own(MIN_QTY.path, "-7")))
    answer = admin_client.post(URL, filled_form(refused, **own(BACKORDERS.path, "1")))
    assert asked(answer) == [("Out-of-Stock Threshold", "-50", "-7")]


def test_the_action_refuses_with_both_values_and_writes_nothing_else() -> None:
    save_configuration({MIN_QTY.path: "-50"}, by=None)
    wanted = {MIN_QTY.path: "-7", BACKORDERS.path: "1"}
    with pytest.raises(ChangedMeanwhile) as refusal:
        save_configuration(wanted, by=None, shown={MIN_QTY.path: None, BACKORDERS.path: None})
    assert refusal.value.contested == {MIN_QTY.path: ("-50", "-7")}
    assert stored() == {MIN_QTY.path: "-50"}
