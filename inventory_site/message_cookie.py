"""What a page says after a redirect, in a cookie named as the others are."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from inventory_site.cookie_names import cookie_name


class MessageCookie(CookieStorage):
    """Django's, under the prefix."""

    cookie_name = cookie_name(CookieStorage.cookie_name, is_secure=settings.SESSION_COOKIE_SECURE)


class MessageStorage(FallbackStorage):
    """The cookie, and the session for what is too long for it."""

    storage_classes = (MessageCookie, SessionStorage)
