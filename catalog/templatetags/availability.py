"""What is owed, and when it comes, each in its one sentence, for pages and mails."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.words.availability import OWED
from catalog.words.promised_day import promised_day_in_words

register = template.Library()


@register.filter
def owed_in_words(owed: str) -> SafeString:
    """Return the sentence about `owed` units, the number as text and not empty."""
    return format_html(OWED, owed)


@register.filter
def day_in_words(day: date | None) -> str:
    """Return the sentence about units that are not there and come on `day`; None: nobody knows when."""
    return promised_day_in_words(day)
