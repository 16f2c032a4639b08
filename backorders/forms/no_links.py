"""What a shopper types about himself goes into a mail to whatever address he typed: it leads nowhere."""

from django.core.exceptions import ValidationError

from backorders.rules.web_address import names_web_address

NO_LINKS = "Please leave out web and e-mail addresses here."


def refuse_web_address(text: str) -> None:
    """Raise `ValidationError` for what a mail program would make a link of."""
    if names_web_address(text):
        raise ValidationError(NO_LINKS)
