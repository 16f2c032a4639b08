"""What is owed, in its one sentence, for pages and mails."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.words.availability import OWED

register = template.Library()


@register.filter
def owed_in_words(owed: str) -> SafeString:
    """Return the sentence about `owed` units, the number as text and not empty."""
    return format_html(OWED, owed)
