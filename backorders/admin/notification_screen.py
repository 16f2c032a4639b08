"""Sales > Messages: every message to a customer, as it was sent."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from backorders.admin.moment_words import moment_words
from backorders.models import Notification
from catalog.admin.screen import Screen


@admin.register(Notification)
class NotificationScreen(Screen):
    """Read only: a message that was sent is a fact."""

    list_display = ("subject", "recipient", "written", "sent")
    search_fields = ("recipient", "subject")
    search_help_text = "Search by recipient or subject"
    fields = ("subject", "recipient", "order", "written", "sent", "body_text")
    readonly_fields = fields

    @display(description="Written", ordering="created_at")
    def written(self, note: Notification) -> str:
        """Return when the shop wrote the message."""
        return moment_words(note.created_at)

    @display(description="Sent", ordering="sent_at")
    def sent(self, note: Notification) -> str:
        """Return when the message left."""
        return moment_words(note.sent_at) if note.sent_at else "waiting to be sent"

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  Django's signature
        """Messages are written by the shop."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:  # noqa: ARG002  Django's signature
        """Messages stay as they were sent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:  # noqa: ARG002  Django's signature
        """Messages are kept."""
        return False
