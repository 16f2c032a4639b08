"""The hidden fields of every form that posts: its key, and whose it is.

The tag `csrf_token`, for the whole site: beside Django's token it gives the form a key of its own, and says whose it is. Every form
that posts has the tag already, those of Django and Unfold too, so that no form can be forgotten. What the key is for says
`catalog.forms.once`.
Whom a form of the admin was made for, and on which page it stood: signed, so that it holds when the session is gone.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.crypto import constant_time_compare
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

KEY = "key"
WHO = "who"
# The attribute of a request whose page is the same for everybody: its forms hold nothing that is one visitor's.
IS_SHARED = "is_shared_page"
# The attribute of a view whose form stands on such pages, and comes without token and key.
ON_SHARED_PAGES = "on_shared_pages"
SALT = "catalog.form_owner"


class KeyedFormNode(CsrfTokenNode):
    """Django's hidden field, and ours. Each form of a page has another key."""

    def render(self, context: Context) -> SafeString:
        """Return the fields; nothing where Django gives nothing, and an empty key on a page that is the same for everybody."""
        # autocomplete: Firefox would put the old key back into a page that was loaded again.
        field = '<input type="hidden" name="{}" value="{}" autocomplete="off">'
        if getattr(context.get("request"), IS_SHARED, False):
            return format_html(field, KEY, "")  # submit_once.js fills it in
        token = super().render(context)
        if not token:
            return SafeString()
        owner = owner_mark(context["request"]) if "request" in context else ""
        whose = format_html('<input type="hidden" name="{}" value="{}">', WHO, owner) if owner else ""
        return format_html("{}" + field + "{}", token, KEY, uuid.uuid4(), whose)


def on_shared_pages[V: Callable[..., Any]](view: V) -> V:
    """Mark a view whose form stands on pages that are the same for everybody.

    Instead of a token the browser's word counts that a page of this site sent it (`inventory_site.middleware`). It may come
    without a key from who brings no cookie: sent twice, it does nothing twice to what he has, which is nothing.
    """
    setattr(view, ON_SHARED_PAGES, True)
    return view


@register.tag
def csrf_token(parser: Parser, token: Token) -> KeyedFormNode:
    """Render the hidden fields of a form that posts."""
    del parser, token
    return KeyedFormNode()


def posted_key(request: HttpRequest) -> uuid.UUID | None:
    """Return the key that came with the form; None without one."""
    try:
        return uuid.UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None


def kept_key(request: HttpRequest) -> uuid.UUID:
    """Return the key that came with the form, or a new one for a page that is opened."""
    return posted_key(request) or uuid.uuid4()


@dataclass(frozen=True)
class FormOwner:
    """`user` is the person, `page` the address of the page."""

    user: User
    page: str


def owner_mark(request: HttpRequest) -> str:
    """Return the hidden field's value for a page of the admin; empty for the shop, and for who is not logged in.

    The same for every form of a page. A page that answers a refused form stands where that form stood.
    """
    match = request.resolver_match
    if match is None or match.app_name != "admin" or not isinstance(request.user, User):
        return ""
    user, page = request.user, request.get_full_path()
    if request.method == "POST" and (before := form_owner(request)) and before.user == user:
        page = before.page
    return Signer(salt=SALT).sign_object([user.pk, _mark_of(user), page])


def form_owner(request: HttpRequest) -> FormOwner | None:
    """Return whom the posted form was made for; None when it does not say, was forged, or the password was changed since."""
    try:
        pk, mark, page = Signer(salt=SALT).unsign_object(request.POST.get(WHO, ""))
    except (BadSignature, ValueError):
        return None
    here = request.user if isinstance(request.user, User) and request.user.pk == pk else None
    user = here or User.objects.filter(pk=pk, is_active=True).first()
    return FormOwner(user, page) if user is not None and constant_time_compare(mark, _mark_of(user)) else None


def _mark_of(user: User) -> str:
    return user.get_session_auth_hash()[:20]
