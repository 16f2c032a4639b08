"""How the shop is reached is said as far as it is configured."""

import pytest

from backorders.words.contact import contact_email, contact_us, questions_words
from catalog.models import ConfigurationValue
from catalog.rules.sales_settings import CONTACT_EMAIL, CONTACT_PHONE
from tests.factories.catalog import configure, default_website

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("email", "phone", "says"),
    [
        ("", "", "Please contact us."),
        ("help@example.org", "", "Please contact us: help@example.org."),
        ("", "+44 117 496 0000", "Please contact us: +44 117 496 0000."),
        ("help@example.org, b@example.org", "555", "Please contact us: help@example.org and 555."),
    ],
)
def test_contact_names_what_there_is(email: str, phone: str, says: str) -> None:
    configure(CONTACT_EMAIL, email)
    configure(CONTACT_PHONE, phone)
    configuration = ConfigurationValue.objects.in_force(website=default_website())
    assert contact_us(configuration) == says
    assert contact_email(configuration) == email.partition(",")[0]
    assert questions_words(configuration) == (f"Questions? {says}" if email or phone else "")
