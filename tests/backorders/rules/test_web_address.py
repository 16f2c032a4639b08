import pytest

from backorders.rules.web_address import names_web_address


@pytest.mark.parametrize(
    "text",
    ["Ada Brandt", "St.John Smith", "J.R. Tolkien", "Dr. Müller", "12 Quay St.", "Łódź", "A. B", "Mary-Ann O'Neil", ""],
)
def test_a_name_is_a_name(text: str) -> None:
    assert not names_web_address(text)


@pytest.mark.parametrize(
    "text", ["Win at http://x", "www.x", "go to shop.example now", "SHOP.EXAMPLE", "a@b", "ftp://x", "shop.example/win"]
)
def test_what_a_mail_program_makes_a_link_of_is_none(text: str) -> None:
    assert names_web_address(text)
