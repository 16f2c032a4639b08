"""The tag `csrf_token`, for the whole site: beside Django's token it gives the form a key of its own, and says whose it is.

Every form that posts has the tag already, those of Django and Unfold too, so that no form can be forgotten. What the key is for
says `catalog.forms.once`; what the owner is for, `catalog.forms.form_owner`.
"""

import uuid

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.forms.form_owner import WHO, owner_mark
from catalog.forms.once import KEY

register = template.Library()


class KeyedFormNode(CsrfTokenNode):
    """Django's hidden field, and ours. Each form of a page has another key."""

    def render(self, context: Context) -> SafeString:
        """Return the fields; nothing where Django gives nothing."""
        token = super().render(context)
        # autocomplete: Firefox would put the old key back into a page that was loaded again.
        field = '<input type="hidden" name="{}" value="{}" autocomplete="off">'
        if not token:
            return SafeString()
        owner = owner_mark(context["request"]) if "request" in context else ""
        whose = format_html('<input type="hidden" name="{}" value="{}">', WHO, owner) if owner else ""
        return format_html("{}" + field + "{}", token, KEY, uuid.uuid4(), whose)


@register.tag
def csrf_token(parser: Parser, token: Token) -> KeyedFormNode:
    """Render the hidden fields of a form that posts."""
    del parser, token
    return KeyedFormNode()
