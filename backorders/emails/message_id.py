"""The name of a mail, by which a receiver drops a second one."""

from email.utils import parseaddr

from django.conf import settings


def message_id(key: object) -> str:
    """Return the Message-ID for `key`: the same at each try."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{key}@{domain}>"
