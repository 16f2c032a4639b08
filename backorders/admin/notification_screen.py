"""Sales > Messages: every message to a customer, as it was sent."""

from django.contrib import admin
from django.http import HttpRequest

from backorders.models import Notification
from catalog.admin.screen import Screen


@admin.register(Notification)
class NotificationScreen(Screen):
    """Read only: a message that was sent is a fact."""

    list_display = ("subject", "recipient", "created_at", "sent_at")
    search_fields = ("recipient", "subject")
    fields = ("subject", "recipient", "order", "created_at", "sent_at", "body_text")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  Django's signature
        """Messages are written by the shop."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:  # noqa: ARG002  Django's signature
        """Messages stay as they were sent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:  # noqa: ARG002  Django's signature
        """Messages are kept."""
        return False
