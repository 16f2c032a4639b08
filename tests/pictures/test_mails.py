"""Each message to a customer has a picture, and each picture is shown."""

import re

from django.conf import settings

from tests.pictures.mails import DOCS, PICTURES

TO_STAFF = {"order_copy", "low_stock"}


def test_each_message_to_a_customer_is_shown() -> None:
    page = (DOCS / "mails.md").read_text()
    folders = {each.name for each in (settings.BASE_DIR / "templates" / "emails").iterdir() if each.is_dir()}
    assert set(re.findall(r"`templates/emails/(\w+)/`", page)) == folders - TO_STAFF
    assert set(re.findall(r"images/mails/([\w-]+\.png)", page)) == {each.name for each in PICTURES.glob("*.png")}
