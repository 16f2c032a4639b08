"""A value that is typed beside a ticked "Use system value": without scripts the page asks which of the two is meant."""

import pytest
from django.test import Client

from catalog.models import ConfigurationValue
from catalog.rules.product_setting import BACKORDERS, MIN_QTY, MIN_SALE_QTY
from catalog.rules.setting import Setting
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import configure

pytestmark = pytest.mark.django_db
URL = "/admin/catalog/configurationvalue/"


def stored() -> dict[str, str]:
    return dict(ConfigurationValue.objects.values_list("path", "value"))


@pytest.mark.parametrize("still_there", ["-50", " -50 ", "0", ""])
def test_a_ticked_box_brings_the_system_value_back_whatever_stood_in_the_field(
    admin_client: Client, still_there: str
) -> None:
    configure(MIN_QTY, -50)
    admin_client.post(URL, {MIN_QTY.path: still_there, f"inherit:{MIN_QTY.path}": "1"})
    assert stored() == {}


@pytest.mark.parametrize(
    ("setting", "typed", "said"),
    [
        (MIN_QTY, "-7", "You typed -7, but “Use system value” is ticked. Untick it to keep -7, or put back 0."),
        (MIN_QTY, "ten", "You typed ten, but “Use system value” is ticked."),
        (BACKORDERS, "2", "You typed Allow Qty Below 0 and Notify Customer, but “Use system value” is ticked."),
    ],
)
@pytest.mark.parametrize("address", [URL, f"{URL}preview/"])
def test_a_value_typed_beside_a_ticked_box_is_asked_about(
    admin_client: Client, address: str, setting: Setting, typed: str, said: str
) -> None:
    """Without scripts the control stays open; whichever of the two was meant, nothing is passed over."""
    configure(MIN_SALE_QTY, 3)
    asked = admin_client.post(address, {setting.path: typed, f"inherit:{setting.path}": "1", MIN_SALE_QTY.path: "4"})
    assert said in asked.text
    assert stored() == {MIN_SALE_QTY.path: "3"}
    again, box = filled_form(asked), f"inherit:{setting.path}"
    assert (again[setting.path], box in again) == ([typed], True)
    if typed != "ten":
        del again[box]
        assert admin_client.post(URL, again).status_code == 302
        assert stored()[setting.path] == typed
